import { availableParallelism, cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMeter } from './cpu-meter';
import type { Sample } from './load';
import { isQuick } from './options';
import { median, percentile } from './rounds';

/** How a ratio stands to what it should be; without a target it only informs. */
export interface Verdict {
  name: string;
  ratio: number;
  /** In words, such as "of unguarded". */
  of: string;
  target?: { atLeast: number } | { atMost: number };
  /** The target says whether something works, not how fast: a script that misses it has failed, also a quick one. */
  mustHold?: true;
}

/** What the numbers hold for, and whether they can be trusted. */
export async function machine(): Promise<string> {
  const busy = Math.round((await busyShare(1000)) * 100);
  const others = busy > 10 ? `; other programs use ${busy} % of it now, so the numbers will be disturbed` : '';
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Node ${process.version}${others}`;
}

async function busyShare(milliseconds: number): Promise<number> {
  const busy = cpuMeter();
  await sleep(milliseconds);
  return busy();
}

/** Requests a second: the median of the rounds. Latencies: of all requests of all rounds. */
export function printTable(title: string, rows: [name: string, samples: Sample[]][]): void {
  const line = (...cells: string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(28) : cell.padStart(12))).join('');
  console.log(`\n${title}`);
  console.log(line('', 'per second', 'p50 ms', 'p99 ms'));
  for (const [name, samples] of rows) {
    const latencies = samples.flatMap((sample) => sample.latencies);
    if (latencies.length === 0) throw new Error(`${title}: there is nothing of "${name}"`);
    const numbers = [
      median(samples.map(({ perSecond }) => perSecond)),
      ...[50, 99].map((p) => percentile(latencies, p)),
    ];
    console.log(line(name, ...numbers.map(inFigures)));
  }
}

/** @throws at the end, if something does not work */
export function printVerdicts(verdicts: Verdict[]): void {
  const broken: string[] = [];
  for (const verdict of verdicts) {
    const { name, ratio, of, target, mustHold } = verdict;
    const isMissed = target && !isReached(ratio, target);
    console.log(`${name}: ${ratio.toFixed(2)} ${of}, ${judged(verdict)}`);
    if (!Number.isFinite(ratio) || (mustHold && isMissed)) broken.push(`${name}: ${ratio.toFixed(2)} ${of}`);
  }
  if (broken.length > 0) throw new Error(broken.join('\n'));
}

function judged({ ratio, target, mustHold }: Verdict): string {
  if (!target) return 'no target';
  const words = 'atLeast' in target ? `target at least ${target.atLeast}` : `target at most ${target.atMost}`;
  // The numbers of a quick run say nothing of speed.
  if (isQuick && !mustHold) return words;
  return `${words}: ${isReached(ratio, target) ? 'reached' : 'MISSED'}`;
}

const isReached = (ratio: number, target: NonNullable<Verdict['target']>) =>
  'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;

function inFigures(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
