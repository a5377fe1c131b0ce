import { setTimeout as sleep } from 'node:timers/promises';
import { query } from '../support/database';
import { awaitedLater } from '../support/pace';
import { metric } from '../support/metrics';
import { median } from '../support/rounds';

const names = { 'memory, MB': 'process_resident_memory_bytes', 'open files': 'process_open_fds' };
const units: Record<string, number> = { process_resident_memory_bytes: 1e6 };

export interface Growth {
  name: string;
  first: number;
  last: number;
}

/** Reads the memory and the open files of processes from time to time. */
export class Gauges {
  private readonly series = new Map<string, number[]>();
  private readonly ending = new AbortController();
  private readonly reading: Promise<void>;

  constructor(
    private readonly urls: string[],
    intervalMs: number,
  ) {
    this.reading = awaitedLater(this.readEach(intervalMs));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.reading;
  }

  /** The medians of the second and of the last quarter; the first one is warm-up. An outage does not count in a median. */
  growth(): Growth[] {
    return [...this.series].map(([name, values]) => {
      const quarter = Math.ceil(values.length / 4);
      return { name, first: median(values.slice(quarter, 2 * quarter)), last: median(values.slice(-quarter)) };
    });
  }

  private async readEach(intervalMs: number): Promise<void> {
    while (!this.ending.signal.aborted) {
      for (const [n, url] of this.urls.entries())
        for (const [title, name] of Object.entries(names)) {
          const value = (await metric(url, name)) / (units[name] ?? 1);
          const series = `${title}, process ${n + 1}`;
          this.series.set(series, [...(this.series.get(series) ?? []), value]);
        }
      await sleep(intervalMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }
}

export interface TableState {
  name: string;
  live: number;
  dead: number;
  hot: number | null;
  bytes: number;
}

/** Of the tables that have rows; the statistics of updates are those since the last crash of the server. */
export async function tables(databaseUrl: string): Promise<TableState[]> {
  await query(databaseUrl, 'ANALYZE');
  return query<TableState & Record<string, unknown>>(
    databaseUrl,
    `SELECT relname AS name, n_live_tup::float AS live, n_dead_tup::float AS dead,
            n_tup_hot_upd::float / nullif(n_tup_upd, 0) AS hot, pg_total_relation_size(relid)::float AS bytes
     FROM pg_stat_user_tables WHERE n_live_tup + n_dead_tup > 0 ORDER BY bytes DESC LIMIT 8`,
  );
}
