import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type autocannon from 'autocannon';
import { type Hashing, hashing, hashings } from '../support/hashing';
import { load, type Sample, signIn as signInRequest } from '../support/load';
import { isQuick, quickly, writesDocs } from '../support/options';
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
const SIGNING_IN = quickly(16, 4);
const SIGN_IN_SECONDS = 6;
const BARE_HASHES = { bcrypt: 32, argon2id: 480 };
const DOCS = resolve(__dirname, '../../../docs');

interface Side {
  name: string;
  isOurs?: boolean;
  /** Of the first side's rate over this one's. */
  target?: number;
  measure: () => Promise<Sample>;
}

interface Group {
  title: string;
  /** What has to be measured as often as it takes some seconds. */
  rounds?: number;
  /** The first one is compared with the others. */
  sides: Side[];
}

/** The service beside bare frameworks, bare hashes and better-auth, in turns. With `--write` it also writes docs/compare.md. */
export async function compare(stage: Stage): Promise<Verdict[]> {
  const other = await startBetterAuth(stage);
  const groups = [...(await withTokens(stage, other)), await signIn(stage, other)];
  const measured: { group: Group; samples: Sample[][] }[] = [];
  for (const group of groups) {
    if (!isQuick) for (const { measure } of group.sides) await measure();
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

async function withTokens(stage: Stage, other?: BetterAuth): Promise<Group[]> {
  const url = await stage.process('bench/apps/guarded.js', { BCRYPT_COST: '4' });
  const unguarded = await stage.process('bench/apps/guarded.js', { GUARDS: 'off' });
  const typeorm = await stage.process('bench/apps/profile-baseline.js');
  const bare = await stage.process('bench/apps/bare.js');
  const rotation = await stage.process('bench/apps/refresh-baseline.js');
  const crowd = await people(2 * CONNECTIONS, url, stage.databaseUrl);
  const sessions = await stage.sessionsOf(crowd.slice(CONNECTIONS).map(({ id }) => id));
  const bearer = ({ access }: Person) => ({ authorization: `Bearer ${access}` });
  const get: Get = (target, path, headers) => () =>
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
        { name: 'Fastify and findOneBy', target: 0.9, measure: get(typeorm, `/users/${crowd[0]!.id}`, [{}]) },
        ...(other ? sessionReads(other, get) : []),
      ],
    },
    {
      title: 'a guarded route (no SQL)',
      sides: [
        { name: 'guards, token', isOurs: true, measure: get(url, '/bench/guarded', crowd.map(bearer)) },
        { name: 'guards, @Public()', isOurs: true, target: 0.92, measure: get(url, '/bench/open', crowd.map(bearer)) },
        { name: 'NestJS without guards', measure: get(unguarded, '/bench/open', crowd.map(bearer)) },
        { name: 'Fastify', measure: get(bare, '/bench/open', [{}]) },
      ],
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
        { name: 'Fastify and one UPDATE', target: 0.6, measure: posting(rotation, sessions.map(rotations)) },
      ],
    },
  ];
}

type Get = (target: string, path: string, headers: object[]) => Side['measure'];

const sessionReads = ({ url, cookie }: BetterAuth, get: Get): Side[] => [
  { name: 'better-auth, getSession in a route', target: 3, measure: get(url, '/session', [{ cookie }]) },
  { name: 'better-auth, its endpoint', measure: get(url, '/api/auth/get-session', [{ cookie }]) },
];

async function signIn(stage: Stage, other?: BetterAuth): Promise<Group> {
  // As long for each side, so that each is warm after its first.
  const amount = isQuick ? { amount: 8 } : { duration: SIGN_IN_SECONDS };
  const ofService = async (scheme: Hashing): Promise<Side[]> => {
    const url = await stage.service(scheme.settings);
    const requests = (await people(SIGNING_IN, url, stage.databaseUrl)).map((person) => signInRequest(person));
    return [
      {
        name: `POST /api/login, ${scheme.scheme}`,
        isOurs: true,
        measure: () => load({ url, requests, connections: SIGNING_IN, ...amount }),
      },
      { name: `bare ${scheme.name}`, measure: () => hashing(quickly(BARE_HASHES[scheme.scheme], 8), scheme) },
    ];
  };
  const [login, bareBcrypt] = await ofService(hashings.bcrypt);
  const [argonLogin, bareArgon] = await ofService(hashings.argon2id);
  return {
    title: 'sign-in with a password',
    rounds: quickly(3, 1),
    sides: [argonLogin!, bareArgon!, ...(other ? [scryptLogin(other, amount)] : []), login!, bareBcrypt!],
  };
}

const scryptLogin = (other: BetterAuth, amount: Partial<autocannon.Options>): Side => ({
  name: 'better-auth, scrypt',
  target: 5,
  measure: () =>
    load({
      url: other.url,
      requests: [signInRequest(other.credentials, '/api/auth/sign-in/email', { origin: other.url })],
      connections: SIGNING_IN,
      ...amount,
    }),
});

const rate = ({ perSecond }: Sample) => perSecond;

function verdictsOf({ sides }: Group, samples: Sample[][]): Verdict[] {
  const [first, ...others] = sides;
  return others.map(({ name, target }, at) => ({
    name: first!.name,
    ratio: ratio(samples[0]!, samples[at + 1]!, rate),
    of: `of ${name}`,
    ...(target !== undefined && { target: { atLeast: target } }),
  }));
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
