import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tools/free-port';
import { canConnect } from './can-connect';
import { waitFor } from './wait-for';

/** Debian installs it where only administrators look. */
const PATH = `${process.env.PATH}:/usr/sbin`;
/** PgBouncer does not run as root. */
const NOBODY = 65_534;

/** Why there are no tests behind it, if there are none. */
export const pgbouncerMissing =
  spawnSync('pgbouncer', ['--version'], { env: { PATH } }).status === 0
    ? undefined
    : 'PgBouncer is not installed (apt-get install pgbouncer)';

interface PgBouncerOptions {
  mode?: 'transaction' | 'session';
  /** Connections to each database. */
  poolSize?: number;
  /** More lines of `[pgbouncer]`. */
  lines?: string[];
}

/** Before all databases of the server that the tests use. */
export class PgBouncer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async open({ mode = 'transaction', poolSize = 4, lines = [] }: PgBouncerOptions = {}): Promise<PgBouncer> {
    const server = new URL(process.env.TEST_POSTGRES_URL!);
    const [folder, port] = [await mkdtemp(join(tmpdir(), 'collabsphere-pgbouncer-')), await freePort()];
    const file = join(folder, 'pgbouncer.ini');
    const link = {
      host: server.hostname,
      port: server.port || '5432',
      user: decodeURIComponent(server.username),
      ...(server.password && { password: decodeURIComponent(server.password) }),
    };
    const config = [
      '[databases]',
      `* = ${Object.entries(link)
        .map((pair) => pair.join('='))
        .join(' ')}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      // Everyone comes in, as the user above.
      'auth_type = any',
      `pool_mode = ${mode}`,
      `default_pool_size = ${poolSize}`,
      'max_client_conn = 500',
      // A database that a test has dropped is not asked for again.
      'server_idle_timeout = 5',
      ...lines,
    ];
    await writeFile(file, config.join('\n'));
    await chmod(folder, 0o755);
    const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    const child = spawn('pgbouncer', ['-q', file], { env: { PATH }, stdio: 'ignore', ...identity });
    await waitFor(() => canConnect(port), 'PgBouncer listens');
    return new PgBouncer(child, folder, port);
  }

  /** The same database, by way of the pooler. */
  urlOf(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }

  async close(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
    await rm(this.folder, { recursive: true, force: true });
  }
}
