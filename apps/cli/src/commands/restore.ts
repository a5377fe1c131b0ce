import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditChain } from '#audit';
import { loadSettings } from '#composition';
import { EmbeddedPostgres, givenTexts, type Settings } from '#platform';
import { Command } from 'commander';
import { withApp } from '../app';
import { readBackup } from '../backup/backup-file';
import { type HeaderRecord, rowsIn } from '../backup/record';
import { restore as restoreInto } from '../backup/restore';
import { CommandError } from '../errors';
import { readPassword } from '../password';

export const restore = new Command('restore')
  .description('restore a file of `backup` into an empty database and DATA_DIR; the service must not run')
  .argument('<file>', 'the file; the passphrase is asked for, or read from standard input')
  .action(async (file: string) => {
    const settings = loadSettings();
    const passphrase = await readPassword(async () => true);
    const embedded = settings.DATABASE_URL ? undefined : await EmbeddedPostgres.open(settings.DATA_DIR);
    try {
      const records = readBackup(file, passphrase);
      const url = settings.DATABASE_URL ?? embedded!.url;
      const { header, end } = await restoreInto(url, settings.DATA_DIR, records, (head) => checkKey(head, settings));
      if (!givenTexts(settings).has('SECRET_KEY')) await storeKey(settings.DATA_DIR, header.secretKey);
      console.log(
        `Restored as of ${header.createdAt}: ${rowsIn(end)} rows and ${end.files} files, each table counted.`,
      );
    } finally {
      await embedded?.close();
    }
    await withApp((app) => reportAudit(app.get(AuditChain)));
  });

function checkKey({ secretKey }: HeaderRecord, settings: Settings): void {
  if (givenTexts(settings).has('SECRET_KEY') && settings.SECRET_KEY !== secretKey)
    throw new CommandError(
      'SECRET_KEY is not the one of the backup: what it encrypts could not be read. Set that one, or none.',
    );
}

/** A first start, or this command, has made another one, which has encrypted nothing. */
async function storeKey(dataDir: string, secretKey: string): Promise<void> {
  const draft = join(dataDir, `secret.key.${process.pid}`);
  await writeFile(draft, secretKey, { mode: 0o600 });
  await rename(draft, join(dataDir, 'secret.key'));
}

async function reportAudit(chain: AuditChain): Promise<void> {
  const { entries, brokenAt } = await chain.verify();
  if (brokenAt !== undefined) throw new CommandError(`The audit log was tampered with: entry ${brokenAt}.`);
  console.log(`The audit log is whole: ${entries} entries.`);
}
