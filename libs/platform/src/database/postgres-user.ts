import { execFile } from 'node:child_process';
import { chmod, chown, readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { minimalEnv, type PostgresBinaries } from './postgres-binaries';
import { EmbeddedPostgresError } from './embedded-postgres.error';

const run = promisify(execFile);

/** The account that runs PostgreSQL's programs: the words before the command, or another account's ids. */
export interface ProcessUser {
  prefix: string[];
  uid?: number;
  gid?: number;
}

interface UnixAccount {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root. So as root it is run in a user namespace of its own, where root appears as the account `nobody`.
 * Outside the namespace the files belong to root, so private parent folders are no obstacle. Where namespaces are
 * forbidden, as in most containers, it runs as an unprivileged account, which is made the owner of the cluster.
 * @param folder of the cluster, which need not be there yet
 */
export async function selectProcessUser(
  dataDir: string,
  folder: string,
  binaries: PostgresBinaries,
): Promise<ProcessUser> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = await stat(folder).catch(() => undefined);
  if (owner && owner.uid !== 0) return asAccount(owner, dataDir, binaries);

  const account = await unprivilegedAccount();
  const prefix = ['unshare', '--user', `--map-user=${account.uid}`, `--map-group=${account.gid}`];
  if (await succeeds({ prefix }, 'true')) return { prefix };

  const user = await asAccount(account, dataDir, binaries);
  if (owner) await run('chown', ['-R', `${account.uid}:${account.gid}`, folder], { timeout: 60_000 });
  return user;
}

/** The account must exist by name: initdb looks the name of its uid up. */
async function unprivilegedAccount(): Promise<UnixAccount> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(passwd) ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw cannotRunAsRoot('there is no user postgres or nobody to run it as');
}

async function asAccount(
  { uid, gid }: UnixAccount,
  dataDir: string,
  { postgres }: PostgresBinaries,
): Promise<ProcessUser> {
  const user = { prefix: [], uid, gid };
  if (!(await succeeds(user, postgres, '--version'))) throw cannotRunAsRoot(`user ${uid} can't run ${postgres}`);
  if (await succeeds(user, 'test', '-x', dataDir)) return user;
  const { mode, uid: owner } = await stat(dataDir);
  if ((mode & 0o070) === 0) {
    // Lets the account pass through the folder, not see what else is in it.
    await chown(dataDir, owner, gid);
    await chmod(dataDir, (mode & 0o7777) | 0o010);
  }
  if (await succeeds(user, 'test', '-x', dataDir)) return user;
  throw cannotRunAsRoot(`user ${uid} can't enter ${dataDir}`);
}

async function succeeds({ prefix, uid, gid }: ProcessUser, ...command: string[]): Promise<boolean> {
  const [file, ...args] = [...prefix, ...command] as [string, ...string[]];
  return run(file, args, { uid, gid, cwd: '/', env: minimalEnv(), timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

function cannotRunAsRoot(reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL can't run as root (${reason}); ` +
      'start CollabSphere Auth as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  );
}
