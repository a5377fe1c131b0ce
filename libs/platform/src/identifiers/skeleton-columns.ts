import { Logger } from '@nestjs/common';
import type { QueryRunner } from 'typeorm';
import { nameSkeletons } from './name-keys';

/** Rows that are in memory at once. */
const BATCH = 5000;

interface NameColumn {
  table: string;
  column: string;
  /** Prefix of the new columns. */
  prefix: string;
  /** Of names that look alike, the row that comes first in this order has the skeleton. */
  order: string;
}

/**
 * For migrations: adds the columns of `NameSkeletons`, each unique. Names that look alike are kept: one row has the
 * skeleton, it is null in the others.
 */
export async function addSkeletonColumns(queryRunner: QueryRunner, names: NameColumn): Promise<void> {
  const { table, prefix } = names;
  // A process of the version before must not add rows meanwhile.
  await queryRunner.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
  await queryRunner.query(`
    ALTER TABLE ${table} ADD COLUMN ${prefix}_skeleton text, ADD COLUMN ${prefix}_upper_skeleton text;
    CREATE TEMPORARY TABLE new_skeletons (id uuid PRIMARY KEY, lower text, upper text)`);
  await collect(queryRunner, names);
  const shared = await assign(queryRunner, names);
  for (const { id } of shared) new Logger('Migrate').warn({ event: 'look_alike_name', table, id });
  await queryRunner.query(`
    DROP TABLE new_skeletons;
    ALTER TABLE ${table}
      ADD CONSTRAINT ${table}_${prefix}_skeleton_key UNIQUE (${prefix}_skeleton),
      ADD CONSTRAINT ${table}_${prefix}_upper_skeleton_key UNIQUE (${prefix}_upper_skeleton)`);
}

export async function dropSkeletonColumns(queryRunner: QueryRunner, table: string, prefix: string): Promise<void> {
  await queryRunner.query(`
    ALTER TABLE ${table} DROP COLUMN ${prefix}_skeleton, DROP COLUMN ${prefix}_upper_skeleton`);
}

async function collect({ manager }: QueryRunner, { table, column }: NameColumn): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await manager.query<{ id: string; name: string }[]>(
      `SELECT id, ${column} AS name FROM ${table} WHERE id > $1 ORDER BY id LIMIT ${BATCH}`,
      [after],
    );
    if (rows.length === 0) return;
    const skeletons = rows.map(({ name }) => nameSkeletons(name));
    await manager.query('INSERT INTO new_skeletons SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])', [
      rows.map(({ id }) => id),
      skeletons.map(({ skeleton }) => skeleton),
      skeletons.map(({ upperSkeleton }) => upperSkeleton),
    ]);
    after = rows.at(-1)!.id;
  }
}

/** @returns the rows that share a skeleton with one before them */
async function assign({ manager }: QueryRunner, { table, prefix, order }: NameColumn): Promise<{ id: string }[]> {
  await manager.query(`
    WITH ranked AS (
      SELECT id, lower, upper,
             row_number() OVER (PARTITION BY lower ORDER BY ${order}) = 1 AS has_lower,
             row_number() OVER (PARTITION BY upper ORDER BY ${order}) = 1 AS has_upper
      FROM new_skeletons JOIN ${table} USING (id)
    )
    UPDATE ${table} SET ${prefix}_skeleton = CASE WHEN has_lower THEN lower END,
                        ${prefix}_upper_skeleton = CASE WHEN has_upper THEN upper END
    FROM ranked WHERE ranked.id = ${table}.id`);
  return manager.query(`SELECT id FROM ${table} WHERE ${prefix}_skeleton IS NULL OR ${prefix}_upper_skeleton IS NULL`);
}
