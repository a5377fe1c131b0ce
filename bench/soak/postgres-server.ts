import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres } from '#platform';

/** A PostgreSQL of one's own, to be stopped, killed and started again on the same port. */
export class PostgresServer {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private running: EmbeddedPostgres,
  ) {}

  static async start(folder: string, port: number): Promise<PostgresServer> {
    return new PostgresServer(folder, port, await EmbeddedPostgres.open(folder, { port }));
  }

  get url(): string {
    return this.running.url;
  }

  /** In an orderly way; connections are cut. */
  stop(): Promise<void> {
    return this.running.close();
  }

  /** Without a checkpoint: the next start recovers from the write-ahead log. */
  async kill(): Promise<void> {
    process.kill(Number.parseInt(await readFile(join(this.folder, 'postgres/postmaster.pid'), 'utf8')), 'SIGKILL');
    await this.running.close();
  }

  async run(): Promise<void> {
    this.running = await EmbeddedPostgres.open(this.folder, { port: this.port });
  }
}
