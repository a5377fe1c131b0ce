import { readFile } from 'node:fs/promises';
import {
  AccountImport,
  AvatarFolder,
  djangoTables,
  type ImportOptions,
  type ImportResult,
  sourceFile,
  type SourceName,
  sourceNames,
} from '#accounts';
import { AuthorizationListener } from '#sessions';
import { Command, Option } from 'commander';
import { withApp } from '../app';
import { CommandError } from '../errors';
import { ImportSummary } from '../import/import-summary';
import { ReportFile } from '../import/report-file';
import { readRoleMap } from '../import/role-map';

interface Options {
  from: SourceName;
  dryRun?: boolean;
  report?: string;
  roleMap?: string;
  allowOwner?: boolean;
  rename?: boolean;
  assume?: 'verified' | 'unverified';
  system?: string;
  table: string;
  avatars?: string;
  firebaseParameters?: string;
}

const PROGRESS_EVERY = 10_000;

export const importAccounts = new Command('import')
  .description('take over accounts of another system with their password hashes (docs/import.md)')
  .argument('<file>', "an export of the other system, or the postgres:// URL of Django's database")
  .addOption(new Option('--from <source>', 'the other system').choices(sourceNames).makeOptionMandatory())
  .option('--dry-run', 'say what would be done, and write nothing')
  .option('--report <file>', 'write what becomes of each record into this file, one JSON object a line')
  .option('--role-map <file>', 'JSON object: names of roles there to names here, or to null')
  .option('--allow-owner', 'let the import make owners')
  .option('--rename', 'give another username to who has one that is taken or not allowed here')
  .addOption(
    new Option('--assume <state>', 'what an address counts as where the system does not say').choices([
      'verified',
      'unverified',
    ]),
  )
  .option('--system <name>', 'distinguishes several systems of one kind (default: the source)')
  .option('--table <name>', "Django's table of users", 'auth_user')
  .option('--avatars <folder>', "Django's MEDIA_ROOT, or where else the pictures are that the file names")
  .option('--firebase-parameters <file>', "the hash parameters that Firebase's console shows")
  .action(async (file: string, options: Options) => {
    const importOptions = await importOptionsOf(options);
    const records = await recordsOf(file, options);
    const report = options.report === undefined ? undefined : await ReportFile.open(options.report);
    const summary = new ImportSummary();
    const add = (result: ImportResult) => {
      summary.add(result);
      report?.add(result);
      if (process.stderr.isTTY && summary.records % PROGRESS_EVERY === 0)
        process.stderr.write(`${summary.records} records\n`);
    };
    try {
      await withApp(async (app) => {
        await app.get(AuthorizationListener).loadOnce();
        await app.get(AccountImport, { strict: false }).run(records, importOptions, add);
      });
    } finally {
      if (summary.records > 0) console.log(summary.lines(importOptions.dryRun).join('\n'));
      await report?.close();
    }
    if (summary.records === 0) console.log('There is no account in it.');
    if (summary.refused > 0) process.exitCode = 1;
  });

async function importOptionsOf({ from, ...options }: Options): Promise<ImportOptions> {
  return {
    system: options.system ?? from,
    dryRun: options.dryRun ?? false,
    assumeVerified: options.assume && options.assume === 'verified',
    rename: options.rename ?? false,
    allowOwner: options.allowOwner ?? false,
    roleMap: await readRoleMap(options.roleMap),
    avatars: options.avatars === undefined ? undefined : await AvatarFolder.open(options.avatars),
  };
}

async function recordsOf(file: string, { from, table, firebaseParameters: path }: Options) {
  if (/^postgres(ql)?:\/\//.test(file)) {
    if (from !== 'django') throw new CommandError('Only --from django reads a database. Others take a file.');
    return djangoTables(file, table);
  }
  const firebaseParameters = path === undefined ? undefined : await readText(path);
  return sourceFile(from, file, { table, firebaseParameters });
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CommandError(`${path} can't be read: ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
}
