import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { quickly } from './support/options';
import { people, type Person } from './support/people';
import { printTable, type Verdict } from './support/report';
import { percentile } from './support/rounds';
import { makeService } from './support/services';
import type { Stage } from './support/stage';

const TRIES = quickly(200, 10);
const GUARDED = quickly(1000, 50);
/** What has not arrived by then is lost. */
const LIMIT_MS = 5000;
const NEW_PASSWORD = 'another horse battery';

interface Target {
  name: string;
  /** Status of a call that this token's user may make, as long as nothing has changed. */
  ask(token: string): Promise<number>;
}

interface Case {
  person: Person;
  role: string;
}

type Change = (url: string, owner: string, it: Case) => Promise<Response>;

const json = { 'content-type': 'application/json' };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const send = (method: string, url: string, token: string, body?: object) =>
  fetch(url, {
    method,
    headers: { ...bearer(token), ...(body && json) },
    ...(body && { body: JSON.stringify(body) }),
  });

const changes: Record<string, Change> = {
  ban: (url, owner, { person }) => send('POST', `${url}/api/users/${person.id}/ban`, owner, { reason: 'bench' }),
  logout: (url, _owner, { person }) => send('POST', `${url}/api/logout`, person.access),
  'role edit': (url, owner, { role }) =>
    send('PATCH', `${url}/api/roles/${role}`, owner, { can_moderate: false, custom_permissions: {} }),
  'role deletion': (url, owner, { role }) => send('DELETE', `${url}/api/roles/${role}`, owner),
  'password change': async (url, _owner, { person: { email, password } }) => {
    // On another device: the change ends all sessions but its own.
    const { tokens } = (await (
      await fetch(`${url}/api/login`, { method: 'POST', headers: json, body: JSON.stringify({ email, password }) })
    ).json()) as { tokens: { access: string } };
    return send('POST', `${url}/api/password/change`, tokens.access, {
      current_password: password,
      new_password: NEW_PASSWORD,
    });
  },
};

/**
 * From the answer of a change to its first refusal on every other process: three of the service on one database, two of
 * `messages`, which follow them over HTTP. And how many requests `messages` makes for the requests it guards.
 */
export async function propagation(stage: Stage): Promise<Verdict[]> {
  const first = await stage.service({ BCRYPT_COST: '4' });
  const others = await Promise.all([1, 2].map(() => stage.service({ BCRYPT_COST: '4', PUBLIC_URL: first })));
  const credentials = await makeService(stage);
  const services = await Promise.all(
    [1, 2].map(() => stage.process('apps/messages/src/main.js', { AUTH_ISSUER: first, ...credentials })),
  );
  const [owner, ...crowd] = await people(TRIES + 1, first, stage.databaseUrl);
  await stage.makeOwner(owner!.id);
  const delays = await delaysByChange(first, owner!.access, crowd, [...others.map(api), ...services.map(messages)]);
  printTable(
    `propagation: ${TRIES} changes, from the answer to the first refusal elsewhere`,
    [...delays].sort().map(([name, latencies]) => [name, [{ perSecond: 1000 / percentile(latencies, 50), latencies }]]),
  );
  const all = [...delays.values()].flat();
  return [
    {
      name: 'propagation p99, ms',
      ratio: percentile(all, 99),
      of: `of ${all.length} refusals`,
      target: { atMost: 250 },
    },
    { name: 'propagation max, ms', ratio: Math.max(...all), of: `of ${all.length} refusals` },
    {
      name: 'hops',
      ratio: await hops(first, services[0]!, owner!.access),
      of: `requests to the API for ${GUARDED} guarded ones`,
      target: { atMost: 0 },
    },
  ];
}

const api = (url: string): Target => ({
  name: 'another API process',
  ask: async (token) => statusOf(await fetch(`${url}/api/users?limit=1`, { headers: bearer(token) })),
});

const messages = (url: string): Target => ({
  name: 'messages',
  async ask(token) {
    const status = await statusOf(await send('POST', `${url}/messages/${randomUUID()}/pin`, token));
    // The message does not exist: 404 to a user with the permission.
    return status === 404 ? 200 : status;
  },
});

/** One change for each person of the crowd, the kinds in turns. */
async function delaysByChange(
  url: string,
  owner: string,
  crowd: Person[],
  targets: Target[],
): Promise<Map<string, number[]>> {
  const delays = new Map<string, number[]>();
  const kinds = Object.entries(changes);
  for (const [n, person] of crowd.entries()) {
    const [kind, change] = kinds[n % kinds.length]!;
    const it = { person, role: await giveRole(url, owner, person, n) };
    await Promise.all(targets.map(({ ask }) => until(() => ask(person.access), 200)));
    const answer = await change(url, owner, it);
    if (!answer.ok) throw new Error(`${kind} answered ${answer.status}: ${await answer.text()}`);
    const since = performance.now();
    await answer.arrayBuffer();
    const measure = async ({ name, ask }: Target) => {
      await until(() => ask(person.access), 401, 403);
      const key = `${kind}, ${name}`;
      delays.set(key, [...(delays.get(key) ?? []), performance.now() - since]);
    };
    await Promise.all(targets.map(measure));
  }
  return delays;
}

async function statusOf(answer: Response): Promise<number> {
  await answer.arrayBuffer();
  return answer.status;
}

async function until(ask: () => Promise<number>, ...wanted: number[]): Promise<void> {
  for (const end = performance.now() + LIMIT_MS; performance.now() < end; await sleep(1))
    if (wanted.includes(await ask())) return;
  throw new Error(`no answer ${wanted.join(' or ')} within ${LIMIT_MS} ms`);
}

async function giveRole(url: string, owner: string, { id }: Person, n: number): Promise<string> {
  const role = { name: `bench ${n}`, priority: 10, can_moderate: true, custom_permissions: { can_pin: true } };
  const made = (await (await send('POST', `${url}/api/roles`, owner, role)).json()) as { id: string };
  await send('PUT', `${url}/api/users/${id}/roles/${made.id}`, owner);
  return made.id;
}

/** Requests that the API has answered, those for `/metrics` left out, while `messages` answered guarded ones. */
async function hops(api: string, messages: string, token: string): Promise<number> {
  const answered = async () => {
    const lines = (await (await fetch(`${api}/metrics`)).text()).split('\n');
    return lines
      .filter((line) => line.startsWith('http_request_duration_seconds_count') && !line.includes('/metrics"'))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
  const before = await answered();
  for (let n = 0; n < GUARDED; n++) await statusOf(await fetch(`${messages}/messages`, { headers: bearer(token) }));
  return (await answered()) - before;
}
