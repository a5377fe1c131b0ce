import type { Check } from './check';
import { clockCheck } from './clock.check';
import { connectionsCheck } from './connections.check';
import { databaseCheck } from './database.check';
import { diskCheck } from './disk.check';
import { extensionsCheck } from './extensions.check';
import { jobsCheck } from './jobs.check';
import { keysCheck } from './keys.check';
import { migrationsCheck } from './migrations.check';
import { proxyCheck } from './proxy.check';
import { redisCheck } from './redis.check';
import { replicaCheck } from './replica.check';
import { smtpCheck } from './smtp.check';

/** In the order of the findings. */
export const checks: readonly Check[] = [
  databaseCheck,
  migrationsCheck,
  extensionsCheck,
  connectionsCheck,
  replicaCheck,
  redisCheck,
  smtpCheck,
  proxyCheck,
  clockCheck,
  diskCheck,
  keysCheck,
  jobsCheck,
];
