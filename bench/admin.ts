import { setTimeout as sleep } from 'node:timers/promises';
import { query } from './support/database';
import { people } from './support/people';
import { populate } from './support/populate';
import { printTable, type Verdict } from './support/report';
import { median } from './support/rounds';
import type { Sample } from './support/load';
import type { Stage } from './support/stage';

const FEW = 1000;
const MANY = 200_000;
const ROLES = 1000;
const CALLS = 100;
const WARM_UP = 20;
const SETTLE_MS = 5000;

type Call = (url: string, headers: Record<string, string>, userId: string) => Promise<Response>;

const calls: Record<string, Call> = {
  'list users': (url, headers) => fetch(`${url}/api/users`, { headers }),
  'search for one': (url, headers) => fetch(`${url}/api/users?q=user777`, { headers }),
  'search for a name': (url, headers) => fetch(`${url}/api/users?q=zzqq`, { headers }),
  'a page by username': (url, headers) => fetch(`${url}/api/users?sort=username&limit=20`, { headers }),
  'the moderators': (url, headers) => fetch(`${url}/api/users?role=moderator`, { headers }),
  'the banned': (url, headers) => fetch(`${url}/api/users?banned=true&limit=2`, { headers }),
  'list roles': (url, headers) => fetch(`${url}/api/roles`, { headers }),
  ban: (url, headers, userId) =>
    fetch(`${url}/api/users/${userId}/ban`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'bench' }),
    }),
};

/** The admins' calls with 200,000 users beside the same calls with 1,000, one after the other. */
export async function admin(stage: Stage): Promise<Verdict[]> {
  const url = await stage.service({ BCRYPT_COST: '4' });
  const [owner] = await people(1, url, stage.databaseUrl);
  await stage.makeOwner(owner!.id);
  const headers = { authorization: `Bearer ${owner!.access}` };

  await populate(stage.databaseUrl, { users: [1, FEW], roles: ROLES });
  const few = await measureAll(url, headers, stage);
  await populate(stage.databaseUrl, { users: [FEW + 1, MANY], roles: ROLES });
  const many = await measureAll(url, headers, stage);

  printTable(
    `admin: ${CALLS} calls one after the other`,
    Object.keys(calls).flatMap((name): [string, Sample[]][] => [
      [`${name}, ${FEW} users`, [few[name]!]],
      [`${name}, ${MANY} users`, [many[name]!]],
    ]),
  );
  const slowest = (samples: Record<string, Sample>) =>
    Math.max(...Object.values(samples).map(({ latencies }) => median(latencies)));
  return [
    {
      name: 'admin',
      ratio: slowest(many) / slowest(few),
      of: `the slowest call's p50 with ${MANY} users, of that with ${FEW}`,
      target: { atMost: 2 },
    },
  ];
}

async function measureAll(url: string, headers: Record<string, string>, stage: Stage): Promise<Record<string, Sample>> {
  const rows = (await query(stage.databaseUrl, `SELECT id FROM users WHERE username LIKE 'user%' LIMIT ${CALLS}`)) as {
    id: string;
  }[];
  // What was just written is still being sorted out (checkpoint, vacuum), and caches are cold.
  await sleep(SETTLE_MS);
  for (const call of Object.values(calls))
    for (const { id } of rows.slice(0, WARM_UP)) await (await call(url, headers, id)).arrayBuffer();

  const samples: Record<string, Sample> = {};
  for (const [name, call] of Object.entries(calls)) {
    const latencies: number[] = [];
    for (const { id } of rows) {
      const start = performance.now();
      const answer = await call(url, headers, id);
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${name} answered ${answer.status}`);
      latencies.push(performance.now() - start);
    }
    samples[name] = { perSecond: 1000 / median(latencies), latencies };
  }
  return samples;
}
