import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashes } from './support/hashing';
import type { Sample } from './support/load';
import { quickly } from './support/options';
import { awaitedLater, inTheNameOf, pace, timed } from './support/pace';
import { people, type Person } from './support/people';
import { printTable, type Verdict } from './support/report';
import { inTurns, percentile, ratio } from './support/rounds';
import type { Stage } from './support/stage';

const ROUNDS = quickly(5, 1);
const SECONDS = quickly(5, 1);
const WARM_UP_SECONDS = quickly(3, 0.3);
const STORMERS = quickly(16, 4);
/** So many that nobody reaches the limit of sessions, where each sign-in ends an older one. */
const ACCOUNTS = quickly(64, 4);
const PACE = { connections: 10, perSecond: 200, seconds: SECONDS };

/** What those who are signed in feel of many who sign in: latency of guarded requests at a steady, moderate rate. */
export async function storm(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service(hashes.settings);
  const [reader, ...crowd] = await people(1 + ACCOUNTS, url, stage.databaseUrl);
  const headers = inTheNameOf([reader!]);
  const requests = (seconds = SECONDS) => pace(`${url}/api/profile`, { ...PACE, headers, seconds });
  const logins: Sample[] = [];

  await requests(WARM_UP_SECONDS);
  const [idle = [], stormy = []] = await inTurns(ROUNDS, [
    () => requests(),
    () => during(url, crowd, logins, () => requests()),
  ]);
  printTable(`storm (${hashes.name}): ${PACE.perSecond} guarded requests a second, ${ROUNDS} rounds of ${SECONDS} s`, [
    ['idle', idle],
    [`while ${STORMERS} sign in`, stormy],
    ['their logins', logins],
  ]);
  const of = 'times idle';
  const at = (percent: number) => ratio(stormy, idle, ({ latencies }) => percentile(latencies, percent));
  return [
    { name: 'storm p50', ratio: at(50), of, target: { atMost: 1.5 } },
    { name: 'storm p99', ratio: at(99), of, target: { atMost: 3 } },
  ];
}

/** Measures when all hashing threads are busy, and returns when they are idle again. */
async function during(url: string, crowd: Person[], logins: Sample[], measure: () => Promise<Sample>): Promise<Sample> {
  const agent = new Agent({ keepAlive: true });
  const latencies: number[] = [];
  let going = true;
  const start = performance.now();
  const headers = { 'content-type': 'application/json' };
  let next = 0;
  const keepSigningIn = async () => {
    while (going) {
      const { email, password } = crowd[next++ % crowd.length]!;
      const body = JSON.stringify({ email, password });
      latencies.push(await timed(`${url}/api/login`, { agent, method: 'POST', headers, body }));
    }
  };
  const stormers = Array.from({ length: STORMERS }, () => awaitedLater(keepSigningIn()));
  try {
    await sleep(500);
    return await measure();
  } finally {
    going = false;
    await Promise.all(stormers);
    logins.push({ perSecond: (latencies.length / (performance.now() - start)) * 1000, latencies });
    agent.destroy();
  }
}
