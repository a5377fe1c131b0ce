import { hashes as scheme, hashing } from './support/hashing';
import { load, signIn } from './support/load';
import { quickly } from './support/options';
import { people } from './support/people';
import { printTable, type Verdict } from './support/report';
import { inTurns, ratio } from './support/rounds';
import type { Stage } from './support/stage';

const ROUNDS = quickly(3, 1);
const CONNECTIONS = quickly(16, 4);
/** About 6 s of two cores. */
const AMOUNT = quickly({ bcrypt: 48, argon2id: 480 }, { bcrypt: 16, argon2id: 16 })[scheme.scheme];

/** Logins per second and bare hashes per second: the difference is the cost of a login without its hash. */
export async function login(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service(scheme.settings);
  const crowd = await people(CONNECTIONS, url, stage.databaseUrl);
  const requests = crowd.map((person) => signIn(person));
  const [hashes = [], logins = []] = await inTurns(ROUNDS, [
    () => hashing(AMOUNT),
    () => load({ url, requests, connections: CONNECTIONS, amount: AMOUNT }),
  ]);
  printTable(`login: ${CONNECTIONS} connections, ${scheme.name}, ${ROUNDS} rounds of ${AMOUNT}`, [
    [`bare ${scheme.scheme}`, hashes],
    ['POST /api/login', logins],
  ]);
  return [
    {
      name: 'login',
      ratio: ratio(logins, hashes, ({ perSecond }) => perSecond),
      of: `of bare ${scheme.scheme}`,
      target: { atLeast: 0.9 },
    },
  ];
}
