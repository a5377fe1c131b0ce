import 'reflect-metadata';
import { dataSourceOptions, loadSettings } from '#platform';
import { DataSource } from 'typeorm';
import { schema } from './apps/api/src/schema';

/** For TypeORM's command line (`npm run typeorm -- migration:show`); needs `DATABASE_URL`. */
export default new DataSource(dataSourceOptions(loadSettings(), schema));
