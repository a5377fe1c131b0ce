import { Logger } from '@nestjs/common';
import { Command } from 'commander';
import { examine } from '../doctor/examine';
import type { NamedFinding } from '../doctor/run-checks';

export const doctor = new Command('doctor')
  .description('say what is wrong with settings, database, Redis, mail server, proxy, clock, disk, keys and jobs')
  .option('--json', 'an array of findings: check, status, found, action')
  .action(async ({ json = false }: { json?: boolean }) => {
    // What would be logged is among the findings.
    Logger.overrideLogger(false);
    const findings = await examine();
    console.log(json ? JSON.stringify(findings, null, 2) : findings.map(line).join('\n'));
    if (findings.some(({ status }) => status === 'FAIL')) process.exitCode = 1;
  });

function line({ status, check, found, action }: NamedFinding): string {
  return `${status.padEnd(4)}  ${check.padEnd(13)}  ${found}${action ? `. → ${action}` : ''}`;
}
