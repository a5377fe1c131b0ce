import 'reflect-metadata';
import { dataSourceOptions, directDatabaseUrl } from '#platform';
import { DataSource } from 'typeorm';
import { loadSettings, schema } from '#composition';

/** For TypeORM's command line (`npm run typeorm -- migration:show`); needs `DATABASE_URL`. */
const settings = loadSettings();
export default new DataSource(dataSourceOptions({ ...settings, DATABASE_URL: directDatabaseUrl(settings) }, schema));
