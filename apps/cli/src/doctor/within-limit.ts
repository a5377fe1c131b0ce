import { setTimeout as sleep } from 'node:timers/promises';

/** @throws {Error} when `work` takes longer; it is left alone then */
export async function withinLimit<T>(work: Promise<T>, limitMs: number): Promise<T> {
  const timer = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: timer.signal }).then((): never => {
    throw new Error(`no answer within ${limitMs / 1000} s`);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    timer.abort();
  }
}
