import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './database';
import { startProcess } from './processes';

type Close = () => Promise<unknown>;

/** Everything that a script has started; `close` ends it all, the last first. */
export class Stage {
  private readonly closes: Close[] = [];
  private closing?: Promise<void>;

  private constructor(
    /** Temporary; what the processes keep lies in `data`. */
    readonly folder: string,
    /** Of a database that nobody else uses. */
    readonly databaseUrl: string,
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

  /** What a command of the operator's needs to work on the same service. */
  get environment(): NodeJS.ProcessEnv {
    return { DATABASE_URL: this.databaseUrl, DATA_DIR: join(this.folder, 'data') };
  }

  /** The service as it is delivered, in a process of its own. @returns its address */
  service(env: NodeJS.ProcessEnv = {}): Promise<string> {
    return this.process('apps/api/src/main.js', env);
  }

  /** @param script under `dist` */
  async process(script: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { url, close } = await startProcess(script, this.folder, { DATABASE_URL: this.databaseUrl, ...env });
    this.closes.push(close);
    return url;
  }

  close(): Promise<void> {
    return (this.closing ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    for (const close of this.closes.splice(0).reverse())
      await close().catch((error: Error) => console.error(`while cleaning up: ${error.message}`));
  }
}
