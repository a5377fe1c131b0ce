import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const PAUSE_MS = 20;

/** Small statements that are sent again and again, each by a connection of its own: how long does one wait for a lock? */
export class LockProbes {
  private readonly stopped: Promise<void>[];
  private isStopped = false;
  private longest = { name: 'none', milliseconds: 0 };

  private constructor(probes: { name: string; sql: string; client: Client }[]) {
    this.stopped = probes.map((probe) => this.repeat(probe));
  }

  /** @param statements by the name that a test shows */
  static async start(url: string, statements: Record<string, string>): Promise<LockProbes> {
    const probes = Object.entries(statements).map(async ([name, sql]) => {
      const client = new Client({ connectionString: url });
      await client.connect();
      return { name, sql, client };
    });
    return new LockProbes(await Promise.all(probes));
  }

  /** The longest wait while `work` runs. A statement that still waits at its end counts as long as it takes. */
  async during(work: () => Promise<unknown>): Promise<{ name: string; milliseconds: number }> {
    this.longest = { name: 'none', milliseconds: 0 };
    await work();
    await sleep(5 * PAUSE_MS);
    return this.longest;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.stopped);
  }

  private async repeat({ name, sql, client }: { name: string; sql: string; client: Client }): Promise<void> {
    while (!this.isStopped) {
      const start = performance.now();
      await client.query(sql);
      const milliseconds = Math.round(performance.now() - start);
      if (milliseconds > this.longest.milliseconds) this.longest = { name, milliseconds };
      await sleep(PAUSE_MS);
    }
    await client.end();
  }
}
