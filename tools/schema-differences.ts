import { schema } from '#composition';
import { migrate } from '#platform';
import { DataSource } from 'typeorm';

/** Statements that would make the tables what the entities say, and those that would undo them. */
export interface SchemaDifferences {
  up: string[];
  down: string[];
}

/**
 * `users.search` is a generated column with a trigram index. TypeORM would need a table of its own
 * (`typeorm_metadata`) to know it, so it is not part of the entity.
 */
const unmapped = /typeorm_metadata|"users_search"|"users" (ADD|DROP COLUMN) "search"/;

/** What TypeORM's schema builder finds in a database to which all migrations are applied. @param url of an empty database */
export async function schemaDifferences(url: string): Promise<SchemaDifferences> {
  await migrate(url, schema.migrations);
  const source = await new DataSource({
    type: 'postgres',
    url,
    entities: schema.entities,
    logging: false,
  }).initialize();
  try {
    await source.query(
      'CREATE TABLE typeorm_metadata (type text, database text, schema text, "table" text, name text, value text)',
    );
    const { upQueries, downQueries } = await source.driver.createSchemaBuilder().log();
    const statements = (queries: { query: string }[]) =>
      queries.map(({ query }) => query).filter((query) => !unmapped.test(query));
    return { up: statements(upQueries), down: statements(downQueries).reverse() };
  } finally {
    await source.destroy();
  }
}
