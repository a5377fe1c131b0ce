import { availableParallelism, cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMeter } from './cpu-meter';
import type { Sample } from './load';
import { median, percentile } from './rounds';

/** How a ratio stands to what it should be; without a target it only informs. */
export interface Verdict {
  name: string;
  ratio: number;
  /** In words, such as "of unguarded". */
  of: string;
  target?: { atLeast: number } | { atMost: number };
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
    const numbers = [
      median(samples.map(({ perSecond }) => perSecond)),
      ...[50, 99].map((p) => percentile(latencies, p)),
    ];
    console.log(line(name, ...numbers.map(inFigures)));
  }
}

export function printVerdicts(verdicts: Verdict[]): void {
  for (const { name, ratio, of, target } of verdicts) {
    const [words, reached] = !target
      ? ['no target', '']
      : 'atLeast' in target
        ? [`target at least ${target.atLeast}`, ratio >= target.atLeast]
        : [`target at most ${target.atMost}`, ratio <= target.atMost];
    const end = reached === '' ? '' : reached ? ': reached' : ': MISSED';
    console.log(`${name}: ${ratio.toFixed(2)} ${of}, ${words}${end}`);
  }
}

function inFigures(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
