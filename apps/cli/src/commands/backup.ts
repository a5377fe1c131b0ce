import { Command } from 'commander';
import { writeBackup } from '../backup/backup-file';
import { dump } from '../backup/dump';
import { withDatabase } from '../database';
import { CommandError } from '../errors';
import { readPassword } from '../password';

const MIN_LENGTH = 12;

export const backup = new Command('backup')
  .description('write everything into one encrypted file: the database, SECRET_KEY and the avatars')
  .argument('<file>', 'a new file; the passphrase is asked for, or read from standard input')
  .action((file: string) =>
    withDatabase(async (settings) => {
      const passphrase = await readPassword(async (text) => isLongEnough(text) || RULE);
      if (!isLongEnough(passphrase)) throw new CommandError(RULE);
      await writeBackup(file, passphrase, dump(settings.DATABASE_URL!, settings));
      console.log(`${file} is written. Without the passphrase it is worth nothing: keep it somewhere else.`);
    }),
  );

const isLongEnough = (passphrase: string) => [...passphrase].length >= MIN_LENGTH;
const RULE = `The passphrase must have at least ${MIN_LENGTH} characters.`;
