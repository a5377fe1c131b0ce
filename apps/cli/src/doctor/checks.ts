import type { Check } from './check';
import { clockCheck } from './clock.check';
import { databaseCheck } from './database.check';
import { diskCheck } from './disk.check';
import { jobsCheck } from './jobs.check';
import { keysCheck } from './keys.check';
import { proxyCheck } from './proxy.check';
import { redisCheck } from './redis.check';
import { replicaCheck } from './replica.check';
import { smtpCheck } from './smtp.check';

/** In the order of the findings. */
export const checks: readonly Check[] = [
  databaseCheck,
  replicaCheck,
  redisCheck,
  smtpCheck,
  proxyCheck,
  clockCheck,
  diskCheck,
  keysCheck,
  jobsCheck,
];
