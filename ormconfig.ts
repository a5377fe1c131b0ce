import 'reflect-metadata';
import { dataSourceOptions } from '#platform';
import { DataSource } from 'typeorm';
import { loadSettings, schema } from '#composition';

/** For TypeORM's command line (`npm run typeorm -- migration:show`); needs `DATABASE_URL`. */
export default new DataSource(dataSourceOptions(loadSettings(), schema));
