import { hashes as scheme, hashing } from './support/hashing';
import { load, posts } from './support/load';
import { quickly } from './support/options';
import { form } from './support/people';
import { printTable, type Verdict } from './support/report';
import { inTurns, ratio } from './support/rounds';
import type { Stage } from './support/stage';

const ROUNDS = quickly(3, 1);
const CONNECTIONS = quickly(16, 4);
const AMOUNT = quickly(48, 16);

/** Registrations a second, mails included, beside bare hashes a second. */
export async function register(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service(scheme.settings);
  const requests = [posts('/api/register', form)];
  await load({ url, requests, connections: 2, amount: 4 });
  const [hashes = [], registrations = []] = await inTurns(ROUNDS, [
    () => hashing(AMOUNT),
    () => load({ url, requests, connections: CONNECTIONS, amount: AMOUNT }),
  ]);
  printTable(`register: ${CONNECTIONS} connections, ${scheme.name}, ${ROUNDS} rounds of ${AMOUNT}`, [
    [`bare ${scheme.scheme}`, hashes],
    ['POST /api/register', registrations],
  ]);
  return [
    {
      name: 'register',
      ratio: ratio(registrations, hashes, ({ perSecond }) => perSecond),
      of: `of bare ${scheme.scheme}`,
    },
  ];
}
