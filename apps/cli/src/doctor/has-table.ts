import type { DataSource } from 'typeorm';

export async function hasTable(source: DataSource, name: string): Promise<boolean> {
  const [{ found }] = await source.query<[{ found: boolean }]>('SELECT to_regclass($1) IS NOT NULL AS found', [name]);
  return found;
}
