import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { schema } from '#composition';
import type { Settings } from '#platform';
import { DataSource } from 'typeorm';
import { openDatabase } from '../database';
import { reasonOf } from '../errors';

/** Checks run at the same time. */
const CONNECTIONS = 3;
const QUERY_TIMEOUT_MS = 10_000;

/** There is no connection to the database. The check of the database says why; others have nothing to look at. */
export class DatabaseUnavailable extends Error {}

/** What the checks have in common. The schema is left as it is. */
export class DoctorContext {
  private opened?: Promise<{ source: DataSource; close(): Promise<void> }>;

  constructor(readonly settings: Settings) {}

  /** The embedded database is made by the first start of the service, not by a look at it. */
  get isDatabaseMissing(): boolean {
    return !this.settings.DATABASE_URL && !existsSync(join(this.settings.DATA_DIR, 'postgres'));
  }

  /** @throws {DatabaseUnavailable} */
  async database(): Promise<DataSource> {
    if (this.isDatabaseMissing) throw new DatabaseUnavailable('there is none yet');
    const { source } = await (this.opened ??= this.open());
    return source;
  }

  async close(): Promise<void> {
    const opened = await this.opened?.catch(() => undefined);
    await opened?.close();
  }

  private async open() {
    try {
      const { url, close } = await openDatabase(this.settings);
      const source = newSource(url, this.settings);
      try {
        await source.initialize();
      } catch (error) {
        await close();
        throw error;
      }
      return { source, close: () => source.destroy().finally(close) };
    } catch (cause) {
      throw new DatabaseUnavailable(reasonOf(cause), { cause });
    }
  }
}

/** Works behind a pooler too: it asks for nothing that a pooler may not know. */
export function newSource(url: string, { DATABASE_CONNECT_TIMEOUT }: Settings): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    logging: false,
    migrations: schema.migrations,
    installExtensions: false,
    applicationName: 'collabsphere-doctor',
    extra: {
      max: CONNECTIONS,
      connectionTimeoutMillis: DATABASE_CONNECT_TIMEOUT * 1000,
      query_timeout: QUERY_TIMEOUT_MS,
    },
  });
}
