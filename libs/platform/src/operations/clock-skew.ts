import type { DataSource } from 'typeorm';

/** @returns how far this machine's clock is ahead of PostgreSQL's, and how long the answer took, both in seconds */
export async function clockSkewOf(database: DataSource): Promise<{ skew: number; took: number }> {
  const before = Date.now();
  const [{ now }] = await database.query<[{ now: number }]>(
    'SELECT extract(epoch FROM clock_timestamp())::float8 AS now',
  );
  const after = Date.now();
  // The time of the answer lies between the two.
  return { skew: (before + after) / 2000 - now, took: (after - before) / 1000 };
}
