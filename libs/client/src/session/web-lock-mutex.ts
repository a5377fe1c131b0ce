import { timeLimit } from '../platform/timers.js';
import { type Mutex, patience } from './mutex.js';

/** A lock of the browser, over all tabs and workers of the origin. A tab that is closed or killed frees it. */
export class WebLockMutex implements Mutex {
  constructor(
    private readonly locks: Pick<LockManager, 'request'>,
    private readonly name: string,
  ) {}

  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const waiting = timeLimit(patience(), signal);
    let result: Promise<T> | undefined;
    const start = () => {
      waiting.done();
      return (result ??= work());
    };
    try {
      return await this.locks.request(this.name, { signal: waiting.signal }, start);
    } catch (error) {
      // The work goes on where its lock was stolen.
      if (result) return result;
      if (signal?.aborted) throw signal.reason;
      if (waiting.isOver()) return this.locks.request(this.name, { steal: true }, start);
      // The page has no access to locks, such as in a sandbox.
      if ((error as Error).name === 'SecurityError') return start();
      throw error;
    } finally {
      waiting.done();
    }
  }
}
