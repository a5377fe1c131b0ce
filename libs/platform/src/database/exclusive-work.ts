import { Injectable } from '@nestjs/common';
import { Client } from 'pg';
import { DatabaseLinks } from './database-links';

/** Work that one process does at a time. */
@Injectable()
export class ExclusiveWork {
  constructor(private readonly links: DatabaseLinks) {}

  /**
   * Runs `work` if no other session holds the advisory lock, and holds it meanwhile on a connection of its own: work may
   * take longer than a transaction may. The lock ends with the connection, so `work` must be safe without it too.
   * @returns `undefined` if another session holds the lock
   */
  async run<Result>(lock: number, work: () => Promise<Result>): Promise<Result | undefined> {
    const holder = new Client({
      connectionString: this.links.directUrl,
      application_name: 'collabsphere-lock',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    holder.on('error', () => undefined);
    try {
      await holder.connect();
      const { rows } = await holder.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [lock]);
      return rows[0]!.locked ? await work() : undefined;
    } finally {
      await holder.end().catch(() => undefined);
    }
  }
}
