const FACTOR = 64;
const RUNS = 5;

/**
 * How many times as long `work` takes for 64 times the size: about 64 if it is linear, 4096 if it is quadratic. The
 * shortest of five runs counts, so that neither a slow machine nor a busy one matters.
 */
export function growthOf(work: (size: number) => void, size: number): number {
  return shortest(() => work(size)) / shortest(() => work(Math.ceil(size / FACTOR)));
}

/** Between linear and quadratic, with a good distance to both. */
export const LINEAR = 512;

function shortest(work: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}
