import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findBinaries, minimalEnv } from '../../libs/platform/src/database/postgres-binaries';
import { type ProcessUser, selectProcessUser } from '../../libs/platform/src/database/postgres-user';
import { freePort } from '../../tools/free-port';
import { waitFor } from './wait-for';

const run = promisify(execFile);
const FLAGS = ['fsync=off', 'full_page_writes=off', 'shared_buffers=16MB', 'unix_socket_directories='];

/** A PostgreSQL of one's own, with the embedded binaries: to be stopped, promoted and made read-only. */
export class PostgresCluster {
  private child?: ChildProcess;

  private constructor(
    private readonly folder: string,
    private readonly user: ProcessUser,
    readonly port: number,
  ) {}

  static async create(): Promise<PostgresCluster> {
    const cluster = await PostgresCluster.inNewFolder();
    const { initdb } = await findBinaries();
    await cluster.exec(initdb, ['-D', cluster.data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']);
    return cluster;
  }

  /** A streaming replica. This cluster must not run: a copy of its files is the base. */
  async replicate(): Promise<PostgresCluster> {
    const replica = await PostgresCluster.inNewFolder();
    await cp(this.data, replica.data, { recursive: true, preserveTimestamps: true });
    await writeFile(join(replica.data, 'standby.signal'), '');
    await writeFile(
      join(replica.data, 'postgresql.auto.conf'),
      `primary_conninfo = 'host=127.0.0.1 port=${this.port} user=postgres'\n`,
    );
    const { uid, gid } = replica.user;
    if (uid !== undefined) await run('chown', ['-R', `${uid}:${gid}`, replica.folder]);
    await run('chmod', ['700', replica.data]);
    return replica;
  }

  get url(): string {
    return this.urlOf('postgres');
  }

  urlOf(database: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  async start(): Promise<void> {
    const { postgres } = await findBinaries();
    const args = ['-D', this.data, '-p', `${this.port}`, '-h', '127.0.0.1', ...FLAGS.flatMap((flag) => ['-c', flag])];
    const [program, ...rest] = [...this.user.prefix, postgres, ...args];
    this.child = spawn(program!, rest, { env: minimalEnv(), stdio: 'ignore', ...this.identity });
    const { child } = this;
    const answers = async () => {
      if (child.exitCode !== null) throw new Error('PostgreSQL has ended');
      return this.query('SELECT 1').then(
        () => true,
        () => false,
      );
    };
    await waitFor(answers, 'PostgreSQL answers');
  }

  async query<Row extends object>(sql: string, database = 'postgres'): Promise<Row[]> {
    const client = new Client({ connectionString: this.urlOf(database) });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** With a checkpoint; connections are cut. */
  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGINT');
    await exit;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private static async inNewFolder(): Promise<PostgresCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'collabsphere-cluster-'));
    const user = await selectProcessUser(folder, join(folder, 'data'), await findBinaries());
    return new PostgresCluster(folder, user, await freePort());
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private get identity(): { uid?: number; gid?: number } {
    const { uid, gid } = this.user;
    return { uid, gid };
  }

  private async exec(program: string, args: string[]): Promise<void> {
    const [first, ...rest] = [...this.user.prefix, program, ...args];
    await run(first!, rest, { env: minimalEnv(), ...this.identity });
  }
}
