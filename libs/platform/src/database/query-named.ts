import type { EntityManager } from 'typeorm';

/** Runs one SQL statement with named parameters: `:name` becomes `$n`. A parameter must not have the name of a type. */
export function queryNamed<Row>(
  manager: EntityManager,
  sql: string,
  parameters: Record<string, unknown>,
): Promise<Row[]> {
  const [statement, values] = manager.connection.driver.escapeQueryWithParameters(sql, parameters);
  return manager.query<Row[]>(statement, values);
}
