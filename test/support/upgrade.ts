import { migrate } from '#platform';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '#composition';
import { emptyDatabase } from './database';

/** The newest migration of each version that is out. */
export const versions = {
  '0.1.0': 'OneTimeTokens1763856005000',
  'before 0.2.0': 'AuditErasure1764028800000',
};

export interface OldDatabase {
  url: string;
  db: DataSource;
  /** Runs the migrations up to this one, or all that are left; the names of those that ran. */
  upgrade(to?: string): Promise<string[]>;
  drop(): Promise<void>;
}

/**
 * A database as the migrations up to this one left it, for rows of that time and then `upgrade`.
 * @param name of a migration's class: `AuditErasure1764028800000`
 */
export async function migratedUpTo(name: string): Promise<OldDatabase> {
  // The log of the migrations is not relevant here.
  Logger.overrideLogger(false);
  const { url, drop } = await emptyDatabase();
  await migrate(url, upTo(name));
  const db = await new DataSource({ type: 'postgres', url }).initialize();
  return {
    url,
    db,
    upgrade: (to) => migrate(url, to === undefined ? schema.migrations : upTo(to)),
    async drop() {
      await db.destroy();
      await drop();
    },
  };
}

/** In the order in which TypeORM runs them. */
function upTo(last: string): typeof schema.migrations {
  if (!schema.migrations.some(({ name }) => name === last)) throw new Error(`there is no migration ${last}`);
  return schema.migrations.filter(({ name }) => timeOf(name) <= timeOf(last));
}

const timeOf = (name: string) => Number(name.slice(-13));
