import type { DataSource, EntityManager } from 'typeorm';

interface Parsed {
  statement: string;
  /** Of the parameters `$1`, `$2` and so on. */
  names: string[];
}

/** There are as many as the sources have statements. */
const parsedBySql = new Map<string, Parsed>();

/**
 * Runs one SQL statement with named parameters: `:name` becomes `$n`. A parameter must not have the name of a type.
 * @param sql a constant: what it is parsed to is kept
 */
export function queryNamed<Row>(
  manager: EntityManager,
  sql: string,
  parameters: Record<string, unknown>,
): Promise<Row[]> {
  let parsed = parsedBySql.get(sql);
  if (!parsed) parsedBySql.set(sql, (parsed = parse(manager.connection, sql, Object.keys(parameters))));
  return manager.query<Row[]>(
    parsed.statement,
    parsed.names.map((name) => parameters[name]),
  );
}

function parse({ driver }: DataSource, sql: string, names: string[]): Parsed {
  const [statement, inOrder] = driver.escapeQueryWithParameters(
    sql,
    Object.fromEntries(names.map((name) => [name, name])),
  );
  return { statement, names: inOrder as string[] };
}
