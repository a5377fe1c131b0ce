/** Mulberry32: the same numbers in each run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function useVirtualTime(seed = 1): void {
  jest.useFakeTimers({ now: Date.parse('2026-11-27T09:00:00Z') });
  jest.spyOn(Math, 'random').mockImplementation(seededRandom(seed));
}

export function useRealTime(): void {
  jest.useRealTimers();
  jest.restoreAllMocks();
}

export const SECOND = 1000;
export const MINUTE = 60_000;

/** `setTimeout` of fake timers with promises in between. */
export const advance = (milliseconds: number): Promise<void> => jest.advanceTimersByTimeAsync(milliseconds);

/** Runs the timers until `promise` is settled. */
export async function settle<T>(promise: Promise<T>, limit = 5 * MINUTE): Promise<T> {
  let settled = false;
  const done = promise.finally(() => (settled = true));
  done.catch(() => undefined);
  for (let passed = 0; !settled && passed < limit; passed += 20) await advance(20);
  if (!settled) throw new Error(`not settled after ${limit} ms`);
  return done;
}
