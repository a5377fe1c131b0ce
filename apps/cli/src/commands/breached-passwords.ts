import { BreachedPasswordsImport } from '#accounts';
import { Command, InvalidArgumentError } from 'commander';
import { withApp } from '../app';

const importList = new Command('import')
  .description('refuse the passwords of a breach list from now on; it replaces the list before')
  .argument('<path>', 'file of SHA1:COUNT or SHA1 lines, or folder of range files (0A1B2.txt with SUFFIX:COUNT lines)')
  .option('--min-count <number>', 'leave out passwords that were seen less often', toCount)
  .action((path: string, { minCount }: { minCount?: number }) =>
    withApp(async (app) => {
      const { entries, bytes } = await app.get(BreachedPasswordsImport).import(path, minCount);
      console.log(`${passwords(entries)} imported: ${megabytes(bytes)} in the memory of each process.`);
    }),
  );

const status = new Command('status').description('show which list there is').action(() =>
  withApp(async (app) => {
    const list = await app.get(BreachedPasswordsImport).status();
    if (!list) return console.log('There is no list of breached passwords.');
    const least = list.minCount > 1 ? `, seen at least ${list.minCount} times` : '';
    console.log(`${passwords(list.entries)}, ${megabytes(list.bytes)}${least}.`);
    console.log(`Imported at ${list.importedAt.toISOString()}, version ${list.version}.`);
  }),
);

const remove = new Command('remove').description('accept these passwords again').action(() =>
  withApp(async (app) => {
    const removed = await app.get(BreachedPasswordsImport).remove();
    console.log(removed ? 'The list of breached passwords is removed.' : 'There is no list of breached passwords.');
  }),
);

export const breachedPasswords = new Command('breached-passwords')
  .description('the list of breached passwords, which new passwords must not be on')
  .addCommand(importList)
  .addCommand(status)
  .addCommand(remove);

function toCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 999999999.');
  return Number(text);
}

const passwords = (entries: string) =>
  `${Number(entries).toLocaleString('en')} ${entries === '1' ? 'password' : 'passwords'}`;

const megabytes = (bytes: string) => `${(Number(bytes) / 1e6).toFixed(1)} MB`;
