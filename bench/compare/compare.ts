import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type autocannon from 'autocannon';
import { type Hashing, hashing, hashings } from '../support/hashing';
import { load, type Sample, signIn as signInRequest } from '../support/load';
import { quickly, writesDocs } from '../support/options';
import { people, type Person } from '../support/people';
import { each, refreshes, rotations } from '../support/refreshing';
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
  const sessions = await stage.sessionsOf(crowd.slice(CONNECTIONS).map(({ id }) => id));
  const bearer = ({ access }: Person) => ({ authorization: `Bearer ${access}` });
  const { cookie } = other;
  const get = (target: string, path: string, headers: object[]) => () =>
    load({
      url: target,
      duration: SECONDS,
      requests: headers.map((own) => ({ path, headers: own as Record<string, string> })),
    });
  const posting = (target: string, requests: autocannon.Request[]) => () =>
    load({ url: target, duration: SECONDS, setupClient: each(requests) });
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
        {
          name: 'POST /api/token/refresh',
          isOurs: true,
          measure: posting(
            url,
            crowd.slice(0, CONNECTIONS).map((person) => refreshes(person.refresh)),
          ),
        },
        { name: 'Fastify and one UPDATE', measure: posting(rotation, sessions.map(rotations)) },
      ],
      targets: { 1: 0.6 },
    },
  ];
}

async function signIn(stage: Stage, other: BetterAuth): Promise<Group> {
  const amount = quickly(32, 16);
  const ofService = async (scheme: Hashing): Promise<Side[]> => {
    const url = await stage.service(scheme.settings);
    const requests = (await people(16, url, stage.databaseUrl)).map((person) => signInRequest(person));
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
  const requests = [signInRequest(other.credentials, '/api/auth/sign-in/email', { origin: other.url })];
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
