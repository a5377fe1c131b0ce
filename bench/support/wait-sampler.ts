import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const INTERVAL_MS = 20;

/** What the busy connections of the database are at, at this moment. */
const SAMPLE_SQL = `SELECT CASE
    WHEN wait_event_type = 'Lock' AND wait_event = 'object' THEN 'the lock of NOTIFY'
    WHEN wait_event_type = 'Lock' AND query LIKE '%audit_append%' THEN 'the end of the audit chain'
    WHEN wait_event_type = 'Lock' THEN 'other locks'
    WHEN wait_event IN ('WALSync', 'WALWrite', 'WalSync', 'WalWrite') THEN 'writing the WAL through'
    WHEN wait_event_type = 'Client' THEN 'the client'
    WHEN wait_event IS NULL THEN 'nothing (running, or waiting for a core)'
    ELSE 'others' END AS waits_for
  FROM pg_stat_activity
  WHERE datname = current_database() AND backend_type = 'client backend' AND state = 'active' AND pid <> pg_backend_pid()`;

/** Asks again and again what the connections of a database wait for. */
export class WaitSampler {
  private readonly counts = new Map<string, number>();
  private isOver = false;
  private readonly sampling: Promise<void>;

  private constructor(private readonly client: Client) {
    this.sampling = this.sample();
  }

  static async start(databaseUrl: string): Promise<WaitSampler> {
    const client = new Client(databaseUrl);
    // What ends it shows in the next statement.
    client.on('error', () => undefined);
    await client.connect();
    return new WaitSampler(client);
  }

  /** @returns in words, the most frequent first */
  async end(): Promise<string> {
    this.isOver = true;
    await this.sampling;
    await this.client.end();
    const all = [...this.counts.values()].reduce((sum, count) => sum + count, 0);
    if (all === 0) return 'PostgreSQL idle';
    const shares = [...this.counts].sort(([, a], [, b]) => b - a).slice(0, 3);
    return `connections waited for ${shares.map(([what, count]) => `${what} ${Math.round((count / all) * 100)} %`).join(', ')}`;
  }

  private async sample(): Promise<void> {
    while (!this.isOver) {
      const { rows } = await this.client.query<{ waits_for: string }>({ name: 'sample', text: SAMPLE_SQL });
      for (const { waits_for } of rows) this.counts.set(waits_for, (this.counts.get(waits_for) ?? 0) + 1);
      await sleep(INTERVAL_MS);
    }
  }
}
