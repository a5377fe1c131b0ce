import { AuditArchiveError, AuditChain, type AuditChainReport } from '#audit';
import { Command } from 'commander';
import { withApp } from '../app';
import { CommandError } from '../errors';

const verify = new Command('verify')
  .description('look for entries of the audit log that were edited, deleted or cut off')
  .option('--archive <folder>', 'verify the archived entries in this folder too')
  .action(({ archive }: { archive?: string }) =>
    withApp(async (app) => report(await run(app.get(AuditChain), archive))),
  );

function report({ entries, firstEntry, brokenAt, head }: AuditChainReport): void {
  if (brokenAt === undefined) {
    console.log(`The audit log is whole: ${entries} entries.`);
    if (firstEntry > 1) console.log(`The first one is entry ${firstEntry}.`);
    console.log(`Its head is ${head}; kept elsewhere, it proves later that nothing before it was rewritten.`);
    return;
  }
  console.error(`The audit log was tampered with: entry ${brokenAt} was edited, is missing, or stands where none was.`);
  process.exitCode = 1;
}

async function run(chain: AuditChain, archive: string | undefined): Promise<AuditChainReport> {
  try {
    return await chain.verify(archive);
  } catch (error) {
    throw error instanceof AuditArchiveError ? new CommandError(`The archive is not whole. ${error.message}`) : error;
  }
}

export const audit = new Command('audit').description('the audit log').addCommand(verify);
