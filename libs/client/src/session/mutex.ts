/** One at a time, in this client or over all tabs and workers. */
export interface Mutex {
  /**
   * Runs `work` when no other caller runs its own. `work` must end by itself, by a time limit.
   * @throws the reason of `signal`, if it aborts while waiting
   */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** A holder takes at most the time limit of a request. One that holds longer is frozen, such as a page in the background. */
const PATIENCE_MS = 30_000;

/** Not all who wait lose patience at the same moment. */
export const patience = () => PATIENCE_MS * (1 + Math.random() / 2);

export class LocalMutex implements Mutex {
  private last: Promise<unknown> = Promise.resolve();

  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.last;
    const done = (async () => {
      await turn;
      if (signal?.aborted) throw signal.reason;
      return work();
    })();
    this.last = done.catch(() => undefined);
    return Promise.race([done, ...(signal ? [aborted(signal, turn)] : [])]);
  }
}

/** Rejects when `signal` aborts before `turn`. */
function aborted(signal: AbortSignal, turn: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    void turn.then(() => signal.removeEventListener('abort', abort));
  });
}
