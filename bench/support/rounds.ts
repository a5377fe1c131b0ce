import type { Sample } from './load';

type Measure = () => Promise<Sample>;

/**
 * Measures in turns (A B, B A, A B …), so that what disturbs the machine for a while disturbs all sides alike.
 * @returns the samples of each measure, round by round
 */
export async function inTurns(rounds: number, measures: Measure[]): Promise<Sample[][]> {
  const samples: Sample[][] = measures.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...measures.keys()];
    for (const side of round % 2 === 0 ? order : order.reverse()) samples[side]!.push(await measures[side]!());
  }
  return samples;
}

/** The median over the rounds of what two samples of one round make together: one disturbed round does not count. */
export function ratio(of: Sample[], to: Sample[], value: (sample: Sample) => number): number {
  return median(of.map((sample, round) => value(sample) / value(to[round]!)));
}

export function median(values: number[]): number {
  return percentile(values, 50);
}

export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
