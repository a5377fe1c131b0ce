/** Of `setTimeout`: a longer one would end at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** A timer that does not keep a Node process running. */
export function later(work: () => void, milliseconds: number): () => void {
  const timer = setTimeout(work, Math.min(milliseconds, LONGEST_MS));
  (timer as { unref?: () => void }).unref?.();
  return () => clearTimeout(timer);
}

/** Between 1 and 2 times `milliseconds`: clients that failed together do not come back together. */
export const jittered = (milliseconds: number) => milliseconds * (1 + Math.random());

/** 1 s, 2 s, 4 s … 60 s, with jitter; not before the service wants to be asked again. */
export function backoff(failures: number, retryAfterSeconds = 0): number {
  return Math.max(retryAfterSeconds * 1000, jittered(Math.min(30_000, 500 * 2 ** failures)));
}

/** Resolves with `undefined` if `promise` takes longer. */
export function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let cancel = () => {};
  const timeout = new Promise<undefined>((resolve) => (cancel = later(() => resolve(undefined), milliseconds)));
  return Promise.race([promise, timeout]).finally(() => cancel());
}

export interface TimeLimit {
  signal: AbortSignal;
  isOver(): boolean;
  done(): void;
}

/** Aborts with `signal`, and after `milliseconds`. React Native has neither `AbortSignal.any` nor `reason`. */
export function timeLimit(milliseconds: number, signal?: AbortSignal | null): TimeLimit {
  const controller = new AbortController();
  let over = false;
  const abort = () => controller.abort(signal?.reason);
  const cancel = later(() => {
    over = true;
    controller.abort();
  }, milliseconds);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    isOver: () => over,
    done() {
      cancel();
      signal?.removeEventListener('abort', abort);
    },
  };
}
