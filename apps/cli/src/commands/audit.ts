import { AuditChain } from '#audit';
import { Command } from 'commander';
import { withApp } from '../app';

const verify = new Command('verify')
  .description('look for entries of the audit log that were edited, deleted or cut off')
  .action(() =>
    withApp(async (app) => {
      const { entries, brokenAt, head } = await app.get(AuditChain).verify();
      if (brokenAt === undefined) {
        console.log(`The audit log is whole: ${entries} entries.`);
        console.log(`Its head is ${head}; kept elsewhere, it proves later that nothing before it was rewritten.`);
        return;
      }
      console.error(
        `The audit log was tampered with: entry ${brokenAt} was edited, is missing, or stands where none was.`,
      );
      process.exitCode = 1;
    }),
  );

export const audit = new Command('audit').description('the audit log').addCommand(verify);
