import { Maintenance } from '#platform';
import type { TestApp } from './test-app';

/** Runs all maintenance tasks now. @returns the rows of each, by name; -1 where it failed */
export async function runMaintenance({ app }: TestApp): Promise<Record<string, number | undefined>> {
  const results = await app.get(Maintenance, { strict: false }).runAll();
  return Object.fromEntries(results.map(({ name, rows, error }) => [name, error === undefined ? rows : -1]));
}
