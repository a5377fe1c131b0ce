import { schema } from '#composition';
import { migrate } from '#platform';
import { DataSource } from 'typeorm';

/** Statements that would make the tables what the entities say, and those that would undo them. */
export interface SchemaDifferences {
  up: string[];
  down: string[];
}

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
    // A generated column: TypeORM would need a table of its own (`typeorm_metadata`) to know it, so no entity has it, and
    // a new column would be taken for this one renamed.
    await source.query('ALTER TABLE users DROP COLUMN IF EXISTS search');
    const { upQueries, downQueries } = await source.driver.createSchemaBuilder().log();
    return { up: upQueries.map(({ query }) => query), down: downQueries.map(({ query }) => query).reverse() };
  } finally {
    await source.destroy();
  }
}
