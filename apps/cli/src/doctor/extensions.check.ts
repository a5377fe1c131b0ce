import type { Check } from './check';
import { fail, ok, warn } from './finding';

/** What migrations create. */
const EXTENSIONS = ['pg_trgm'];

export const extensionsCheck: Check = {
  name: 'extensions',
  async run(context) {
    const source = await context.database();
    const rows = await source.query<{ name: string; installed_version: string | null }[]>(
      'SELECT name, installed_version FROM pg_available_extensions WHERE name = ANY ($1)',
      [EXTENSIONS],
    );
    return EXTENSIONS.map((extension) => {
      const row = rows.find(({ name }) => name === extension);
      if (!row) return fail(`the server lacks ${extension}`, 'Install the package postgresql-contrib.');
      return row.installed_version === null
        ? warn(`${extension} is not in the database yet`, 'The migrations create it.')
        : ok(`${extension} ${row.installed_version}`);
    });
  },
};
