import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { coalesced } from './support/coalesced';
import { committing } from './support/committing';
import { load, posts } from './support/load';
import { people, type Person } from './support/people';
import { quickly } from './support/options';
import { printTable, type Verdict } from './support/report';
import type { Sample } from './support/load';
import { cpuMeter } from './support/cpu-meter';
import { WaitSampler } from './support/wait-sampler';
import type { Stage } from './support/stage';

const PROCESSES = quickly([1, 2, 4], [1, 2]);
const WRITERS = quickly([1, 8, 32], [1, 4]);
const SECONDS = quickly(10, 0.3);
const CONNECTIONS = quickly(32, 8);
const PEOPLE = quickly(64, 8);

/** What a transaction of the service ends with. The row of a session stands for the change itself. */
const endings: Record<string, string> = {
  'a row alone': 'UPDATE sessions SET rotated_at = now() WHERE id = $1',
  'a row and its audit entry': `WITH changed AS (UPDATE sessions SET rotated_at = now() WHERE id = $1 RETURNING user_id)
    SELECT audit_append(jsonb_populate_record(NULL::audit_log, jsonb_build_object(
      'id', gen_random_uuid(), 'action', 'bench', 'actor_id', user_id, 'details', '{}'::jsonb))) AS appended FROM changed`,
  'a row and its event': `WITH changed AS (UPDATE sessions SET rotated_at = now() WHERE id = $1 RETURNING user_id, id)
    INSERT INTO authorization_events (type, payload) SELECT 'session-revoked',
      jsonb_build_object('user_id', user_id, 'session_ids', jsonb_build_array(gen_random_uuid()), 'reason', 'logout') FROM changed`,
};

/**
 * What one PostgreSQL carries, and what it waits for at the limit: first statements alone, from connections of this process; then
 * sign-ins and logouts over HTTP through several processes. Hashes are as cheap as bcrypt allows.
 */
export async function ceiling(stage: Stage): Promise<Verdict[]> {
  const env = { BCRYPT_COST: '4', ACCESS_TOKEN_TTL: '1h', DATABASE_POOL_SIZE: '8' };
  const first = await stage.service(env);
  const crowd = await people(PEOPLE, first, stage.databaseUrl);
  await stage.settled();
  const verdicts = [...(await statementCeilings(stage.databaseUrl)), ...(await commitCeilings(stage.databaseUrl))];
  const urls = [first];
  for (const count of PROCESSES) {
    while (urls.length < count) urls.push(await stage.service({ ...env, PUBLIC_URL: first }));
    verdicts.push(...(await requestCeilings(stage, urls, crowd)));
  }
  return verdicts;
}

async function statementCeilings(databaseUrl: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const rows: [string, Sample[]][] = [];
  for (const [name, sql] of Object.entries(endings))
    for (const writers of WRITERS) {
      const { sample, limit } = await limited(databaseUrl, () => writeFor(databaseUrl, sql, writers));
      rows.push([`${name}, ${writers} at once`, [sample]]);
      verdicts.push({
        name: `ceiling: ${name}, ${writers} at once`,
        ratio: sample.perSecond,
        of: `a second; ${limit}`,
      });
    }
  printTable('ceiling: transactions of one statement', rows);
  return verdicts;
}

/** Transactions of three statements, by processes of their own: what PostgreSQL carries of changes with an audit entry. */
async function commitCeilings(databaseUrl: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const rows: [string, Sample[]][] = [];
  for (const isAudited of [false, true])
    for (const processes of PROCESSES) {
      const name = `${processes} processes, ${isAudited ? 'audited' : 'not audited'}`;
      const options = { processes, connections: CONNECTIONS, seconds: SECONDS, isAudited };
      const { sample, limit } = await limited(databaseUrl, () => committing(databaseUrl, options));
      rows.push([name, [sample]]);
      verdicts.push({ name: `ceiling: commits, ${name}`, ratio: sample.perSecond, of: `a second; ${limit}` });
    }
  printTable('ceiling: transactions of three statements', rows);
  return verdicts;
}

/** Each connection changes a row of its own. */
async function writeFor(databaseUrl: string, sql: string, writers: number): Promise<Sample> {
  const appender = await connect(databaseUrl);
  const append = coalesced(() => appender.query('SELECT audit_append_pending()').catch(() => undefined));
  const clients = await Promise.all(Array.from({ length: writers }, () => connect(databaseUrl)));
  const { rows } = await clients[0]!.query<{ id: string }>('SELECT id FROM sessions ORDER BY id LIMIT $1', [writers]);
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + SECONDS * 1000;
  await Promise.all(
    clients.map(async (client, n) => {
      while (performance.now() < end) {
        const since = performance.now();
        const written = await client.query({ name: 'write', text: sql, values: [rows[n % rows.length]!.id] });
        if (written.rows[0]?.appended === false) append();
        latencies.push(performance.now() - since);
      }
      await client.end();
    }),
  );
  await appender.end();
  return { perSecond: (latencies.length / (performance.now() - start)) * 1000, latencies };
}

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client(databaseUrl);
  await client.connect();
  return client;
}

async function requestCeilings(stage: Stage, urls: string[], crowd: Person[]): Promise<Verdict[]> {
  const access: string[] = [];
  let next = 0;
  const logIn = posts(
    '/api/login',
    () => {
      const { email, password } = crowd[next++ % crowd.length]!;
      return { email, password };
    },
    (body) => access.push((JSON.parse(body) as { tokens: { access: string } }).tokens.access),
  );
  const onEach = (options: Parameters<typeof load>[0], amount?: number) =>
    allTogether(
      urls.map((url) => ({
        ...options,
        url,
        connections: Math.ceil(CONNECTIONS / urls.length),
        ...(amount === undefined ? { duration: SECONDS } : { amount: Math.floor(amount / urls.length) }),
      })),
    );
  const signIns = await limited(stage.databaseUrl, () => onEach({ url: '', requests: [logIn] }));
  await sleep(500);
  // A user has at most a hundred sessions: the oldest were revoked.
  const living = access.slice(-50 * crowd.length);
  const logOut = {
    method: 'POST' as const,
    path: '/api/logout',
    setupRequest: (request: object) => ({
      ...request,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${living.pop()}` },
      body: '{}',
    }),
  };
  const logouts = await limited(stage.databaseUrl, () => onEach({ url: '', requests: [logOut] }, living.length));
  printTable(`ceiling: over HTTP, ${urls.length} processes`, [
    ['sign-ins', [signIns.sample]],
    ['logouts', [logouts.sample]],
  ]);
  return [
    {
      name: `ceiling: sign-ins, ${urls.length} processes`,
      ratio: signIns.sample.perSecond,
      of: `a second; ${signIns.limit}`,
    },
    {
      name: `ceiling: logouts, ${urls.length} processes`,
      ratio: logouts.sample.perSecond,
      of: `a second; ${logouts.limit}`,
    },
  ];
}

async function allTogether(loads: Parameters<typeof load>[0][]): Promise<Sample> {
  const samples = await Promise.all(loads.map(load));
  return {
    perSecond: samples.reduce((sum, { perSecond }) => sum + perSecond, 0),
    latencies: samples.flatMap(({ latencies }) => latencies),
  };
}

/** Measures, and says what connections of PostgreSQL waited for meanwhile, and how busy the machine was. */
async function limited(
  databaseUrl: string,
  measure: () => Promise<Sample>,
): Promise<{ sample: Sample; limit: string }> {
  const sampler = await WaitSampler.start(databaseUrl);
  const busy = cpuMeter();
  try {
    const sample = await measure();
    const share = Math.round(busy() * 100);
    return { sample, limit: `${await sampler.end()}; ${share} % of the CPU used` };
  } catch (error) {
    await sampler.end();
    throw error;
  }
}
