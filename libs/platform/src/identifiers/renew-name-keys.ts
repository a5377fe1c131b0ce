import { Logger } from '@nestjs/common';
import type { QueryRunner } from 'typeorm';
import { nameKey } from './name-keys';

interface NamedRow {
  id: string;
  name: string;
  name_key: string;
}

/**
 * For migrations of small tables: `name_key` is the present `nameKey`. Of rows that get one key, the first in the order has
 * it. The others are found by their exact name only.
 */
export async function renewNameKeys({ manager }: QueryRunner, table: string, order: string): Promise<void> {
  await manager.query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
  const rows = await manager.query<NamedRow[]>(`SELECT id, name, name_key FROM ${table} ORDER BY ${order}`);
  const taken = new Set<string>();
  const changed: [id: string, key: string][] = [];
  for (const { id, name, name_key } of rows) {
    const key = nameKey(name.trim());
    if (taken.has(key)) new Logger('Migrate').warn({ event: 'duplicate_name', table, id });
    // No key has a capital letter.
    const unique = taken.has(key) ? `DUPLICATE ${id}` : key;
    taken.add(unique);
    if (unique !== name_key) changed.push([id, unique]);
  }
  // One row's new key may be another's old one.
  for (const [id] of changed) await manager.query(`UPDATE ${table} SET name_key = 'MOVING ' || id WHERE id = $1`, [id]);
  for (const [id, key] of changed) await manager.query(`UPDATE ${table} SET name_key = $2 WHERE id = $1`, [id, key]);
}
