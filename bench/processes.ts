import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { quickly } from './support/options';
import { people } from './support/people';
import { inTurns, ratio } from './support/rounds';
import type { Sample } from './support/load';
import { printTable, type Verdict } from './support/report';
import type { Stage } from './support/stage';

const ROUNDS = quickly(8, 1);
const SECONDS = quickly(3, 1);
const CONNECTIONS = 10;

const run = promisify(execFile);

/** What a second process adds for guarded requests. */
export async function processes(stage: Stage): Promise<Verdict[]> {
  const first = await stage.process('bench/apps/guarded.js', { BCRYPT_COST: '4' });
  const second = await stage.process('bench/apps/guarded.js', { PUBLIC_URL: first });
  const [person] = await people(1, first, stage.databaseUrl);
  const load = (url: string) => wrk(`${url}/bench/guarded`, person!.access);
  const both = async (): Promise<Sample> => {
    const samples = await Promise.all([load(first), load(second)]);
    return {
      perSecond: samples[0].perSecond + samples[1].perSecond,
      latencies: samples.flatMap(({ latencies }) => latencies),
    };
  };
  await both();
  const [one = [], two = []] = await inTurns(ROUNDS, [() => load(first), both]);
  printTable(`processes: ${CONNECTIONS} connections each, ${ROUNDS} rounds of ${SECONDS} s`, [
    ['one process', one],
    ['two processes', two],
  ]);
  return [
    {
      name: 'processes',
      ratio: ratio(two, one, ({ perSecond }) => perSecond),
      of: 'of one process',
      target: { atLeast: 1.6 },
    },
  ];
}

/** @throws if a request was not answered with 2xx */
async function wrk(url: string, token: string): Promise<Sample> {
  const options = ['--threads', '1', '--connections', String(CONNECTIONS), '--duration', `${SECONDS}s`, '--latency'];
  const { stdout } = await run('wrk', [...options, '--header', `Authorization: Bearer ${token}`, url]);
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  if (!perSecond || /Non-2xx|Socket errors/.test(stdout)) throw new Error(`wrk ${url}:\n${stdout}`);
  // wrk tells percentiles alone; these two stand for the rest.
  const latency = (percent: number) => inMilliseconds(new RegExp(`\\b${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(stdout)!);
  return { perSecond, latencies: [latency(50), latency(99)] };
}

const inMilliseconds = ([, value, unit]: RegExpExecArray): number =>
  Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit as 'us' | 'ms' | 's'];
