import { COST, hashing } from './support/hashing';
import { load } from './support/load';
import { people } from './support/people';
import { printTable, type Verdict } from './support/report';
import { inTurns, ratio } from './support/rounds';
import type { Stage } from './support/stage';

const ROUNDS = 3;
const CONNECTIONS = 16;
const AMOUNT = 48;

/** Logins per second and bare hashes per second: the difference is the cost of a login without its hash. */
export async function login(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service({ BCRYPT_COST: String(COST) });
  const crowd = await people(CONNECTIONS, url, stage.databaseUrl);
  const requests = crowd.map(({ email, password }) => ({
    method: 'POST' as const,
    path: '/api/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  }));
  const [hashes = [], logins = []] = await inTurns(ROUNDS, [
    () => hashing(AMOUNT),
    () => load({ url, requests, connections: CONNECTIONS, amount: AMOUNT }),
  ]);
  printTable(`login: ${CONNECTIONS} connections, bcrypt of cost ${COST}, ${ROUNDS} rounds of ${AMOUNT}`, [
    ['bare bcrypt', hashes],
    ['POST /api/login', logins],
  ]);
  return [
    {
      name: 'login',
      ratio: ratio(logins, hashes, ({ perSecond }) => perSecond),
      of: 'of bare bcrypt',
      target: { atLeast: 0.9 },
    },
  ];
}
