import { setTimeout as sleep } from 'node:timers/promises';
import { query } from './database';
import type { Sample } from './load';
import { form, people, type Person } from './people';
import { populate } from './populate';
import { quickly } from './options';
import { printTable } from './report';
import { median } from './rounds';
import type { Stage } from './stage';

const ROLES = quickly(1000, 50);
const CALLS = quickly(100, 5);
const SETTLE_MS = quickly(5000, 100);

export interface Caller {
  url: string;
  owner: Person;
  /** Signs in, refreshes and reads their own. */
  person: Person;
}

/** @param userId another user each time */
export type Call = (caller: Caller, userId: string) => Promise<Response>;

const json = { 'content-type': 'application/json' };
const bearer = ({ access }: Person) => ({ authorization: `Bearer ${access}` });
const read =
  (path: string): Call =>
  ({ url, owner }) =>
    fetch(`${url}${path}`, { headers: bearer(owner) });

export const adminCalls: Record<string, Call> = {
  'list users': read('/api/users'),
  'search for one': read('/api/users?q=user777'),
  'search for a name': read('/api/users?q=zzqq'),
  'a page by username': read('/api/users?sort=username&limit=20'),
  'the moderators': read('/api/users?role=moderator'),
  'the banned': read('/api/users?banned=true&limit=2'),
  'list roles': read('/api/roles'),
  ban: ({ url, owner }, userId) =>
    fetch(`${url}/api/users/${userId}/ban`, {
      method: 'POST',
      headers: { ...bearer(owner), ...json },
      body: JSON.stringify({ reason: 'bench' }),
    }),
};

export const allCalls: Record<string, Call> = {
  login: ({ url, person: { email, password } }) =>
    fetch(`${url}/api/login`, { method: 'POST', headers: json, body: JSON.stringify({ email, password }) }),
  register: ({ url }) => fetch(`${url}/api/register`, { method: 'POST', headers: json, body: JSON.stringify(form()) }),
  refresh: async ({ url, person }) => {
    const body = JSON.stringify({ refresh: person.refresh });
    const answer = await fetch(`${url}/api/token/refresh`, { method: 'POST', headers: json, body });
    if (answer.ok) Object.assign(person, await answer.clone().json());
    return answer;
  },
  profile: ({ url, person }) => fetch(`${url}/api/profile`, { headers: bearer(person) }),
  'own sessions': ({ url, person }) => fetch(`${url}/api/sessions`, { headers: bearer(person) }),
  'read a user': ({ url, owner }, userId) => fetch(`${url}/api/users/${userId}`, { headers: bearer(owner) }),
  'audit log': read('/api/audit-log'),
  statistics: read('/api/statistics'),
  ...adminCalls,
};

/**
 * The same calls, one after the other, with more users each time.
 * @returns the p50 of each call for each size
 */
export async function measureSizes(
  stage: Stage,
  sizes: number[],
  calls: Record<string, Call>,
): Promise<Record<string, number[]>> {
  const url = await stage.service({ BCRYPT_COST: '4' });
  const [owner, person] = await people(2, url, stage.databaseUrl);
  await stage.makeOwner(owner!.id);
  const caller: Caller = { url, owner: owner!, person: person! };
  const samples: Record<string, Sample>[] = [];
  for (const [n, size] of sizes.entries()) {
    await populate(stage.databaseUrl, { users: [1 + (sizes[n - 1] ?? 0), size], roles: ROLES });
    // What was just written is still being sorted out (checkpoint, vacuum), and caches are cold.
    await sleep(SETTLE_MS);
    // The access token of before may have ended meanwhile.
    await allCalls.refresh!(caller, '');
    await renew(caller);
    samples.push(await measureAll(caller, calls, stage));
  }
  printTable(
    `${CALLS} calls one after the other`,
    Object.keys(calls).flatMap((name) =>
      sizes.map((size, n): [string, Sample[]] => [`${name}, ${size} users`, [samples[n]![name]!]]),
    ),
  );
  return Object.fromEntries(
    Object.keys(calls).map((name) => [name, samples.map((sample) => median(sample[name]!.latencies))]),
  );
}

/** Filling a database may take longer than an access token lasts. */
async function renew({ url, owner }: Caller): Promise<void> {
  const body = JSON.stringify({ refresh: owner.refresh });
  const answer = await fetch(`${url}/api/token/refresh`, { method: 'POST', headers: json, body });
  if (!answer.ok) throw new Error(`the owner's refresh answered ${answer.status}`);
  Object.assign(owner, await answer.json());
}

async function measureAll(caller: Caller, calls: Record<string, Call>, stage: Stage): Promise<Record<string, Sample>> {
  const rows = await query<{ id: string }>(
    stage.databaseUrl,
    `SELECT id FROM users WHERE username LIKE 'user%' AND banned_at IS NULL LIMIT ${2 * CALLS}`,
  );
  for (const call of Object.values(calls))
    // As many as are measured: then the caller has as many sessions each time.
    for (const { id } of rows.slice(0, CALLS)) await (await call(caller, id)).arrayBuffer();

  const samples: Record<string, Sample> = {};
  for (const [name, call] of Object.entries(calls)) {
    const latencies: number[] = [];
    for (const { id } of rows.slice(CALLS)) {
      const start = performance.now();
      const answer = await call(caller, id);
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${name} answered ${answer.status}`);
      latencies.push(performance.now() - start);
    }
    samples[name] = { perSecond: 1000 / median(latencies), latencies };
  }
  return samples;
}
