import { load } from './support/load';
import { quickly } from './support/options';
import { people } from './support/people';
import { printTable, type Verdict } from './support/report';
import { inTurns, ratio } from './support/rounds';
import type { Stage } from './support/stage';

const ROUNDS = quickly(12, 1);
const SECONDS = 1;

/** `GET /api/profile` beside Fastify and one `findOneBy` on the same table. */
export async function profile(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service({ BCRYPT_COST: '4' });
  const baselineUrl = await stage.process('bench/apps/profile-baseline.js');
  const crowd = await people(10, url, stage.databaseUrl);
  const bearer = ({ access }: { access: string }) => ({ authorization: `Bearer ${access}` });
  const own = crowd.map((person) => ({ path: '/api/profile', headers: bearer(person) }));
  const byId = crowd.map((person) => ({ path: `/users/${person.id}`, headers: bearer(person) }));
  const baseline = (duration = SECONDS) => load({ url: baselineUrl, requests: byId, duration });
  const service = (duration = SECONDS) => load({ url, requests: own, duration });

  await baseline(3);
  await service(3);
  const [baselines = [], profiles = []] = await inTurns(ROUNDS, [() => baseline(), () => service()]);
  printTable(`profile: 10 connections, ${ROUNDS} rounds of ${SECONDS} s`, [
    ['Fastify and findOneBy', baselines],
    ['GET /api/profile', profiles],
  ]);
  return [
    {
      name: 'profile',
      ratio: ratio(profiles, baselines, ({ perSecond }) => perSecond),
      of: 'of Fastify and findOneBy',
      target: { atLeast: 0.6 },
    },
  ];
}
