import { load } from './support/load';
import { quickly } from './support/options';
import { people } from './support/people';
import { each, refreshes as device, rotations } from './support/refreshing';
import { printTable, type Verdict } from './support/report';
import { inTurns, ratio } from './support/rounds';
import type { Stage } from './support/stage';

const ROUNDS = quickly(12, 1);
const SECONDS = 1;
const CONNECTIONS = 10;

/** Each connection is a device that always refreshes with its newest token; beside one prepared UPDATE. */
export async function refresh(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service({ BCRYPT_COST: '4' });
  const baselineUrl = await stage.process('bench/apps/refresh-baseline.js');
  const crowd = await people(2 * CONNECTIONS, url, stage.databaseUrl);
  const devices = crowd.slice(0, CONNECTIONS).map(({ refresh }) => device(refresh));
  // Sessions of the others: a counter that the service has not counted up is reuse to it.
  const sessions = await stage.sessionsOf(crowd.slice(CONNECTIONS).map(({ id }) => id));
  const rows = sessions.map(rotations);
  const baseline = (duration = SECONDS) => load({ url: baselineUrl, duration, setupClient: each(rows) });
  const service = (duration = SECONDS) => load({ url, duration, setupClient: each(devices) });

  await baseline(3);
  await service(3);
  const [baselines = [], refreshes = []] = await inTurns(ROUNDS, [() => baseline(), () => service()]);
  printTable(`refresh: ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s`, [
    ['Fastify and one UPDATE', baselines],
    ['POST /api/token/refresh', refreshes],
  ]);
  return [
    {
      name: 'refresh',
      ratio: ratio(refreshes, baselines, ({ perSecond }) => perSecond),
      of: 'of Fastify and one UPDATE',
    },
  ];
}
