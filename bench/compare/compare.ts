import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Hashing, hashing, hashings } from '../support/hashing';
import { load, posts, type Sample } from '../support/load';
import { quickly, writesDocs } from '../support/options';
import { people, type Person } from '../support/people';
import { machine, printTable, type Verdict } from '../support/report';
import { inTurns, median, percentile, ratio } from '../support/rounds';
import type { Stage } from '../support/stage';
import { type BetterAuth, startBetterAuth } from './better-auth';
import { barChart } from './chart';

const ROUNDS = quickly(9, 1);
const SECONDS = 1;
const CONNECTIONS = 10;
const DOCS = resolve(__dirname, '../../../docs');

interface Side {
  name: string;
  isOurs?: boolean;
  measure: () => Promise<Sample>;
}

interface Group {
  title: string;
  /** What has to be measured as often as it takes some seconds. */
  rounds?: number;
  /** The first one is compared with the others. */
  sides: Side[];
  targets: Partial<Record<number, number>>;
}

/** The service beside bare frameworks, bare hashes and better-auth, in turns. With `--write` it also writes docs/compare.md. */
export async function compare(stage: Stage): Promise<Verdict[]> {
  const other = await startBetterAuth(stage);
  const groups = [...(await withTokens(stage, other)), await signIn(stage, other)];
  const measured: { group: Group; samples: Sample[][] }[] = [];
  for (const group of groups) {
    for (const { measure } of group.sides) await measure();
    const samples = await inTurns(
      group.rounds ?? ROUNDS,
      group.sides.map(({ measure }) => measure),
    );
    printTable(
      group.title,
      group.sides.map(({ name }, side) => [name, samples[side]!]),
    );
    measured.push({ group, samples });
  }
  if (writesDocs) await write(measured);
  return measured.flatMap(({ group, samples }) => verdictsOf(group, samples));
}

async function withTokens(stage: Stage, other: BetterAuth): Promise<Group[]> {
  const url = await stage.process('bench/apps/guarded.js', { BCRYPT_COST: '4' });
  const unguarded = await stage.process('bench/apps/guarded.js', { GUARDS: 'off' });
  const typeorm = await stage.process('bench/apps/profile-baseline.js');
  const bare = await stage.process('bench/apps/bare.js');
  const rotation = await stage.process('bench/apps/refresh-baseline.js');
  const crowd = await people(2 * CONNECTIONS, url, stage.databaseUrl);
  const bearer = ({ access }: Person) => ({ authorization: `Bearer ${access}` });
  const { cookie } = other;
  const get = (target: string, path: string, headers: object[]) => () =>
    load({
      url: target,
      duration: SECONDS,
      requests: headers.map((own) => ({ path, headers: own as Record<string, string> })),
    });
  return [
    {
      title: 'who is it? (one SQL statement)',
      sides: [
        { name: 'GET /api/profile', isOurs: true, measure: get(url, '/api/profile', crowd.map(bearer)) },
        { name: 'Fastify and findOneBy', measure: get(typeorm, `/users/${crowd[0]!.id}`, [{}]) },
        { name: 'better-auth, getSession in a route', measure: get(other.url, '/session', [{ cookie }]) },
        { name: 'better-auth, its endpoint', measure: get(other.url, '/api/auth/get-session', [{ cookie }]) },
      ],
      targets: { 1: 0.9, 2: 3 },
    },
    {
      title: 'a guarded route (no SQL)',
      sides: [
        { name: 'guards, token', isOurs: true, measure: get(url, '/bench/guarded', crowd.map(bearer)) },
        { name: 'guards, @Public()', isOurs: true, measure: get(url, '/bench/open', crowd.map(bearer)) },
        { name: 'NestJS without guards', measure: get(unguarded, '/bench/open', crowd.map(bearer)) },
        { name: 'Fastify', measure: get(bare, '/bench/open', [{}]) },
      ],
      targets: { 1: 0.92 },
    },
    {
      title: 'refresh',
      sides: [
        { name: 'POST /api/token/refresh', isOurs: true, measure: refreshes(url, crowd.slice(0, CONNECTIONS)) },
        { name: 'Fastify and one UPDATE', measure: await rotations(stage, rotation, crowd.slice(CONNECTIONS)) },
      ],
      targets: { 1: 0.6 },
    },
  ];
}

function refreshes(url: string, crowd: Person[]): () => Promise<Sample> {
  const devices = crowd.map(({ refresh }) => {
    let token = refresh;
    return posts(
      '/api/token/refresh',
      () => ({ refresh: token }),
      (body) => (token = (JSON.parse(body) as { refresh: string }).refresh),
    );
  });
  return () => load({ url, duration: SECONDS, setupClient: eachItsOwn(devices) });
}

async function rotations(stage: Stage, url: string, crowd: Person[]): Promise<() => Promise<Sample>> {
  const sessions = await stage.sessionsOf(crowd.map(({ id }) => id));
  return () =>
    load({ url, duration: SECONDS, setupClient: eachItsOwn(sessions.map((id) => posts('/rotate', () => ({ id })))) });
}

/** One request for each connection. */
function eachItsOwn<R>(requests: R[]) {
  let next = 0;
  return (client: { setRequests(requests: R[]): void }) => client.setRequests([requests[next++ % requests.length]!]);
}

async function signIn(stage: Stage, other: BetterAuth): Promise<Group> {
  const amount = quickly(32, 4);
  const ofService = async (scheme: Hashing): Promise<Side[]> => {
    const url = await stage.service(scheme.settings);
    const requests = (await people(16, url, stage.databaseUrl)).map((person) => signInRequest('/api/login', person));
    return [
      {
        name: `POST /api/login, ${scheme.scheme}`,
        isOurs: true,
        measure: () => load({ url, requests, connections: 16, amount }),
      },
      { name: `bare ${scheme.name}`, measure: () => hashing(amount, scheme) },
    ];
  };
  const [login, bareBcrypt] = await ofService(hashings.bcrypt);
  const [argonLogin, bareArgon] = await ofService(hashings.argon2id);
  const requests = [signInRequest('/api/auth/sign-in/email', other.credentials, { origin: other.url })];
  const scrypt = {
    name: 'better-auth, scrypt',
    measure: () => load({ url: other.url, requests, connections: 16, amount }),
  };
  return {
    title: 'sign-in with a password',
    rounds: quickly(3, 1),
    sides: [argonLogin!, bareArgon!, scrypt, login!, bareBcrypt!],
    targets: { 2: 5 },
  };
}

const signInRequest = (
  path: string,
  { email, password }: { email: string; password: string },
  headers: Record<string, string> = {},
) => ({
  method: 'POST' as const,
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ email, password }),
});

const rate = ({ perSecond }: Sample) => perSecond;

function verdictsOf({ sides, targets }: Group, samples: Sample[][]): Verdict[] {
  const [first, ...others] = sides;
  return others.map(({ name }, at) => {
    const target = targets[at + 1];
    return {
      name: first!.name,
      ratio: ratio(samples[0]!, samples[at + 1]!, rate),
      of: `of ${name}`,
      ...(target !== undefined && { target: { atLeast: target } }),
    };
  });
}

async function write(measured: { group: Group; samples: Sample[][] }[]): Promise<void> {
  const numberOf = (value: number) => (value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
  const tables = measured.map(({ group, samples }) => {
    const rows = group.sides.map(({ name }, side) => {
      const latencies = samples[side]!.flatMap((sample) => sample.latencies);
      const of = side === 0 ? '' : ratio(samples[0]!, samples[side]!, rate).toFixed(2);
      const cells = [
        numberOf(median(samples[side]!.map(rate))),
        ...[50, 99].map((p) => percentile(latencies, p).toFixed(2)),
      ];
      return `| ${[name, ...cells, of].join(' | ')} |`;
    });
    const head = '| | a second | p50, ms | p99, ms | the first row to this |\n| - | - | - | - | - |';
    return `## ${group.title[0]!.toUpperCase()}${group.title.slice(1)}\n\n${head}\n${rows.join('\n')}\n`;
  });
  const intro = `# Side by side

Written by \`npm run bench -- compare --write\`. ${await machine()}. The load, the database and all sides share the
cores; they were measured in turns, and a ratio is the median of the ratios of the rounds.

![The figures of the tables below as bars](images/compare.svg)
`;
  await mkdir(`${DOCS}/images`, { recursive: true });
  const { format } = await import('prettier');
  await writeFile(
    `${DOCS}/compare.md`,
    await format([intro, ...tables].join('\n'), { parser: 'markdown', printWidth: 120 }),
  );
  const chart = barChart(
    measured.map(({ group, samples }) => ({
      title: `${group.title}, a second`,
      bars: group.sides.map(({ name, isOurs = false }, side) => ({
        name,
        isOurs,
        perSecond: median(samples[side]!.map(rate)),
      })),
    })),
  );
  await writeFile(`${DOCS}/images/compare.svg`, chart);
}
