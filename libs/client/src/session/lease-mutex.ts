import type { LocalStorage } from '../platform/platform.js';
import { later } from '../platform/timers.js';
import { LocalMutex, type Mutex } from './mutex.js';

/** Longer than a request takes. A killed tab keeps its lease for so long. */
const LEASE_MS = 25_000;
const POLL_MS = 100;
/** Two that wrote at the same moment both read the later value after this time. */
const SETTLE_MS = 30;

/** Where there are no Web Locks: a lease in `localStorage`, over all tabs of the origin. */
export class LeaseMutex implements Mutex {
  private readonly own = new LocalMutex();
  private readonly id = Math.random().toString(36).slice(2);

  constructor(
    private readonly storage: LocalStorage,
    private readonly key: string,
  ) {}

  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.own.run(async () => {
      while (!(await this.acquire())) {
        await sleep(POLL_MS * (1 + Math.random()));
        if (signal?.aborted) throw signal.reason;
      }
      try {
        return await work();
      } finally {
        if (this.holder() === this.id) this.storage.removeItem(this.key);
      }
    }, signal);
  }

  private async acquire(): Promise<boolean> {
    if (this.holder()) return false;
    try {
      this.storage.setItem(this.key, `${this.id} ${Date.now() + LEASE_MS}`);
    } catch {
      // It is full: without a lock. The service accepts a token twice within a few seconds.
      return true;
    }
    await sleep(SETTLE_MS);
    return this.holder() === this.id;
  }

  private holder(): string | undefined {
    const [id, until] = (this.storage.getItem(this.key) ?? '').split(' ');
    const left = Number(until) - Date.now();
    // A lease far in the future is of a clock that was set back.
    return left > 0 && left <= LEASE_MS ? id : undefined;
  }
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => void later(resolve, milliseconds));
