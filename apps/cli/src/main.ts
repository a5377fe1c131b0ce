import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { Command } from 'commander';
import { audit } from './commands/audit';
import { backup } from './commands/backup';
import { breachedPasswords } from './commands/breached-passwords';
import { createOwner } from './commands/create-owner';
import { createService } from './commands/create-service';
import { doctor } from './commands/doctor';
import { importAccounts } from './commands/import';
import { mails } from './commands/mails';
import { migrate } from './commands/migrate';
import { moveDatabase } from './commands/move-database';
import { restore } from './commands/restore';
import { retention } from './commands/retention';
import { rotateKeys } from './commands/rotate-keys';
import { seed } from './commands/seed';
import { services } from './commands/services';
import { exitCodeOf, toErrorMessage } from './errors';
import { StderrLogger } from './stderr-logger';

/** Each command is a file of its own in `commands/`; one of several words (`audit verify`) has its words nested. */
const commands = [
  audit,
  backup,
  breachedPasswords,
  createOwner,
  createService,
  doctor,
  importAccounts,
  mails,
  migrate,
  moveDatabase,
  restore,
  retention,
  rotateKeys,
  seed,
  services,
];

async function main(): Promise<void> {
  Logger.overrideLogger(new StderrLogger());
  const program = new Command('npm run cli --')
    .description("The operators' commands of CollabSphere Auth. They work beside a running service, and without one.")
    .addHelpText('after', '\nSettings are those of the service: environment, .env, docs/configuration.md.')
    .showHelpAfterError('(--help shows what there is)');
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  await program.parseAsync();
}

main().catch((fault: unknown) => {
  process.stderr.write(`${toErrorMessage(fault)}\n`);
  process.exitCode = exitCodeOf(fault);
});
