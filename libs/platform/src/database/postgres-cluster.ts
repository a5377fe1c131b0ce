import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chown,
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres.error';
import { minimalEnv, findBinaries, type PostgresBinaries } from './postgres-binaries';
import { selectProcessUser, type ProcessUser } from './postgres-user';

const run = promisify(execFile);

export const SUPERUSER = 'collabsphere';

/** A data folder that is ready to be served. */
export interface Cluster {
  dataDir: string;
  folder: string;
  log: string;
  passwordFile: string;
  password: string;
  binaries: PostgresBinaries;
  processUser: ProcessUser;
}

/** Makes the cluster `${dataDir}/postgres` where there is none. `sync: false` is for tests: a power cut may lose it. */
export async function prepareCluster(givenDir: string, { sync }: { sync: boolean }): Promise<Cluster> {
  await mkdir(givenDir, { recursive: true });
  const dataDir = await realpath(givenDir);
  const folder = join(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres.password');
  const binaries = await findBinaries();

  const version = await versionOf(folder);
  if (version && version !== binaries.major)
    throw new EmbeddedPostgresError(
      `${folder} was made by PostgreSQL ${version}, but the installed one is PostgreSQL ${binaries.major}; ` +
        'export its data with the former release and import it here, or set another DATA_DIR.',
    );

  const password = await readOrCreatePassword(passwordFile, version !== undefined);
  const processUser = await selectProcessUser(dataDir, folder, binaries);
  const cluster = {
    dataDir,
    folder,
    log: join(dataDir, 'postgres.log'),
    passwordFile,
    password,
    binaries,
    processUser,
  };
  if (!version) await initCluster(cluster, sync);
  return cluster;
}

async function versionOf(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if ((await readdir(folder).catch(() => [])).length === 0) return undefined;
    // It may just have been moved there by another process.
    const again = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
    if (again) return again.trim();
    throw new EmbeddedPostgresError(
      `${folder} is not empty, yet no PostgreSQL database; remove it or set another DATA_DIR.`,
    );
  }
}

async function readOrCreatePassword(file: string, clusterExists: boolean): Promise<string> {
  const read = () => readFile(file, 'utf8').then((text) => text.trim());
  const missing = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  };
  const kept = await read().catch(missing);
  if (kept) return kept;
  if (clusterExists)
    throw new EmbeddedPostgresError(
      `${file} is missing, and with it the password of the database beside it; put it back.`,
    );

  const fresh = `${file}.${randomBytes(4).toString('hex')}`;
  const handle = await open(fresh, 'wx', 0o600);
  await handle.writeFile(`${randomBytes(24).toString('hex')}\n`);
  await handle.sync();
  await handle.close();
  // Of two processes that start together one links first, and both use its password.
  await link(fresh, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(fresh);
  return read();
}

/** Built beside its place and then moved there, so that no half-made cluster is ever found. */
async function initCluster({ folder, password, binaries, processUser }: Cluster, sync: boolean): Promise<void> {
  await removeLeftovers(folder);
  const workshop = await mkdtemp(`${folder}.new-`);
  const pwfile = join(workshop, 'password');
  try {
    await writeFile(pwfile, `${password}\n`, { mode: 0o600 });
    if (processUser.uid !== undefined)
      for (const path of [workshop, pwfile]) await chown(path, processUser.uid, processUser.gid!);

    const built = join(workshop, 'data');
    const [file, ...args] = [
      ...processUser.prefix,
      binaries.initdb,
      ...['-D', built, '-U', SUPERUSER, '--pwfile', pwfile, '--auth=scram-sha-256', '--encoding=UTF8'],
      // Needs no locale of the machine; sorts by code point, and upper and lower case know all of Unicode.
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
      ...(sync ? [] : ['--no-sync']),
    ] as [string, ...string[]];
    const { uid, gid } = processUser;
    await run(file, args, { uid, gid, cwd: workshop, env: minimalEnv(), timeout: 120_000, windowsHide: true });

    await rename(built, folder).catch(async (error) => {
      // A process that started together with this one may have been quicker.
      if (!(await versionOf(folder))) throw error;
    });
  } catch (error) {
    const stderr = (error as { stderr?: string }).stderr?.trim();
    throw new EmbeddedPostgresError(`The database under ${folder} can't be made: ${stderr || String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** What killed processes left; the age spares one that is at work right now. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(`${basename(folder)}.new-`)) continue;
    const path = join(dirname(folder), name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > 600_000) await rm(path, { recursive: true, force: true });
  }
}
