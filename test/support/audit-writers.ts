import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

const APPEND = 'SELECT audit_append(jsonb_populate_record(NULL::audit_log, $1)) AS appended';

/** A connection of its own that writes entries as a process does, and does nothing after the commit: as one that crashed. */
export class AuditWriter {
  private constructor(private readonly client: Client) {}

  static async open(databaseUrl: string): Promise<AuditWriter> {
    const client = new Client(databaseUrl);
    await client.connect();
    return new AuditWriter(client);
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  begin = () => this.client.query('BEGIN');
  commit = () => this.client.query('COMMIT');
  rollback = () => this.client.query('ROLLBACK');

  /** @returns its id, and whether it is in the chain already */
  async write(entry: Record<string, unknown> = {}): Promise<{ id: string; appended: boolean }> {
    const id = randomUUID();
    const { rows } = await this.client.query<{ appended: boolean }>(APPEND, [
      { id, action: 'test.write', details: {}, ...entry },
    ]);
    return { id, appended: rows[0]!.appended };
  }
}

/** While `work` runs, a transaction that has written an entry is open. */
export async function whileChainIsLocked<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const holder = await AuditWriter.open(databaseUrl);
  try {
    await holder.begin();
    await holder.write({ action: 'test.hold' });
    const result = await work();
    await holder.commit();
    return result;
  } finally {
    await holder.close();
  }
}
