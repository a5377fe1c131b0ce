import { schema } from '#composition';
import { MigrationExecutor } from 'typeorm';
import type { Check } from './check';
import { ok, warn } from './finding';

const ALL = schema.migrations.length;

export const migrationsCheck: Check = {
  name: 'migrations',
  async run(context) {
    const pending = await new MigrationExecutor(await context.database()).getPendingMigrations();
    if (pending.length === 0) return [ok(`all ${ALL} have run`)];
    return [
      warn(
        `${pending.length} of ${ALL} have not run, the first is ${pending[0]!.name}`,
        'They run at the next start, or by npm run cli -- migrate.',
      ),
    ];
  },
};
