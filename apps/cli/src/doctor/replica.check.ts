import { catchUp, positionOf, ReplicaUnusable } from '#platform';
import type { DataSource } from 'typeorm';
import { reasonOf } from '../errors';
import type { Check } from './check';
import { newSource } from './doctor-context';
import { fail, type Finding, ok, warn } from './finding';

export const replicaCheck: Check = {
  name: 'replica',
  async run(context) {
    const { settings } = context;
    if (!settings.DATABASE_REPLICA_URL) return [ok('none is set')];
    const primary = await context.database();
    const replica = newSource(settings.DATABASE_REPLICA_URL, settings);
    try {
      await replica.initialize();
    } catch (error) {
      return [
        fail(
          `it can't be reached: ${reasonOf(error)}`,
          'Start it, or correct DATABASE_REPLICA_URL; until then the primary answers everything.',
        ),
      ];
    }
    try {
      return [await compare(primary, replica, settings.DATABASE_REPLICA_MAX_LAG)];
    } finally {
      await replica.destroy();
    }
  },
};

async function compare(primary: DataSource, replica: DataSource, maxLag: number): Promise<Finding> {
  try {
    await catchUp(replica, await positionOf(primary), maxLag);
    return ok('it has caught up with the primary');
  } catch (error) {
    if (!(error instanceof ReplicaUnusable)) throw error;
    return error.isLagging
      ? warn('it lags more than DATABASE_REPLICA_MAX_LAG', 'Look at its load and at its network.')
      : fail('it is no replica of the database', 'Let DATABASE_REPLICA_URL lead to a streaming replica.');
  }
}
