import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from './crowd';
import { openDatabase, query } from './database';
import { type RunningProcess, startProcess } from './processes';

type Close = () => Promise<unknown>;

const OWNER_ROLE = '0193543d-0000-7000-8000-000000001000';
/** Authorization events have arrived by then. */
const EVENT_MS = 200;

/** Everything that a script has started; `close` ends it all, the last first. */
export class Stage {
  private closing?: Promise<void>;

  private constructor(
    /** Temporary; what the processes keep lies in `data`. */
    readonly folder: string,
    /** Of a database for this run only. */
    readonly databaseUrl: string,
    private readonly closes: Close[] = [],
  ) {}

  static async open(): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'collabsphere-bench-'));
    const removeFolder = () => rm(folder, { recursive: true, force: true });
    const database = await openDatabase(folder).catch(async (error) => {
      await removeFolder();
      throw error;
    });
    const stage = new Stage(folder, database.url);
    stage.closes.push(removeFolder, database.close);
    return stage;
  }

  /** The same, with processes on another database. */
  on(databaseUrl: string): Stage {
    return new Stage(this.folder, databaseUrl, this.closes);
  }

  /** What else must be ended. */
  atTheEnd(close: Close): void {
    this.closes.push(close);
  }

  /** What a command of the operator's needs to work on the same service. */
  get environment(): NodeJS.ProcessEnv {
    return { DATABASE_URL: this.databaseUrl, DATA_DIR: join(this.folder, 'data') };
  }

  /** The service as it is delivered, in a process of its own. @returns its address */
  service(env: NodeJS.ProcessEnv = {}): Promise<string> {
    return this.process('service.cjs', env);
  }

  /** The same, to be killed. */
  node(env: NodeJS.ProcessEnv = {}): Promise<RunningProcess> {
    return this.start('service.cjs', env);
  }

  /** @param script under `dist` */
  async process(script: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
    return (await this.start(script, env)).url;
  }

  /** Clients in a process of their own. */
  crowd(): Crowd {
    const crowd = Crowd.make();
    this.closes.push(() => crowd.close());
    return crowd;
  }

  /** Makes a registered user an owner; effective at once for the access token that they have. */
  async makeOwner(userId: string): Promise<void> {
    await query(
      this.databaseUrl,
      `WITH given AS (INSERT INTO user_roles (user_id, role_id) VALUES ($1::uuid, '${OWNER_ROLE}'))
       INSERT INTO authorization_events (type, payload)
       SELECT 'token-claims-change',
              jsonb_build_object('user_id', $1::uuid, 'role_ids', jsonb_build_array('${OWNER_ROLE}'), 'email_verified', true)`,
      [userId],
    );
    await sleep(EVENT_MS);
  }

  /** One session of each. */
  async sessionsOf(userIds: string[]): Promise<string[]> {
    const sql = 'SELECT DISTINCT ON (user_id) id FROM sessions WHERE user_id = ANY ($1)';
    return (await query<{ id: string }>(this.databaseUrl, sql, [userIds])).map(({ id }) => id);
  }

  /** Waits until the jobs that people have caused, mails above all, are done. */
  async settled(): Promise<void> {
    const isBusy = 'SELECT EXISTS (SELECT 1 FROM graphile_worker.jobs WHERE attempts < max_attempts) AS busy';
    while ((await query<{ busy: boolean }>(this.databaseUrl, isBusy))[0]!.busy) await sleep(500);
  }

  /** Transactions that the database has seen so far. */
  async transactions(): Promise<number> {
    const [row] = await query<{ count: string }>(
      this.databaseUrl,
      'SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()',
    );
    return Number(row!.count);
  }

  private async start(script: string, env: NodeJS.ProcessEnv): Promise<RunningProcess> {
    const running = await startProcess(script, this.folder, { DATABASE_URL: this.databaseUrl, ...env });
    this.closes.push(running.close);
    return running;
  }

  close(): Promise<void> {
    return (this.closing ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    for (const close of this.closes.splice(0).reverse())
      await close().catch((error: Error) => console.error(`while cleaning up: ${error.message}`));
  }
}
