import { cpus } from 'node:os';

/** @returns the share of all cores that was used since then, from 0 to 1 */
export function cpuMeter(): () => number {
  const before = cpuTime();
  return () => {
    const after = cpuTime();
    return 1 - (after.idle - before.idle) / (after.all - before.all);
  };
}

function cpuTime(): { idle: number; all: number } {
  const times = cpus().map((core) => core.times);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((core) => Object.values(core))) };
}
