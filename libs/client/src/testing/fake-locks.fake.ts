interface Waiting {
  owner: object;
  grant(): void;
}

type Work = () => Promise<unknown>;

/** `navigator.locks` of all tabs of a browser: exclusive locks, `signal` and `steal`. */
export class FakeLocks {
  private readonly held = new Map<string, object>();
  private readonly queues = new Map<string, Waiting[]>();

  /** The locks as one tab sees them. */
  of(owner: { alive: boolean }): Pick<LockManager, 'request'> {
    const request = (name: string, options: LockOptions, work: Work) => this.request(owner, name, options, work);
    return { request } as unknown as Pick<LockManager, 'request'>;
  }

  /** The browser frees what a killed tab held, and forgets what it waited for. */
  release(owner: object): void {
    for (const [name, waiting] of this.queues)
      this.queues.set(
        name,
        waiting.filter((one) => one.owner !== owner),
      );
    for (const [name, holder] of [...this.held]) if (holder === owner) this.next(name);
  }

  private request(owner: object, name: string, { signal, steal }: LockOptions, work: Work): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const hold = { owner };
      const grant = () => {
        signal?.removeEventListener('abort', abort);
        this.held.set(name, owner);
        this.holds.set(name, hold);
        // Only the holder frees it: it may have been stolen.
        const free = () => this.holds.get(name) === hold && this.next(name);
        void work().then(resolve, reject).finally(free);
      };
      const waiting = { owner, grant };
      const abort = () => {
        this.queues.set(
          name,
          this.queue(name).filter((one) => one !== waiting),
        );
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort);
      if (steal || !this.held.has(name)) grant();
      else this.queues.set(name, [...this.queue(name), waiting]);
    });
  }

  private readonly holds = new Map<string, object>();

  private queue(name: string): Waiting[] {
    return this.queues.get(name) ?? [];
  }

  private next(name: string): void {
    this.held.delete(name);
    this.holds.delete(name);
    const [first, ...rest] = this.queue(name);
    this.queues.set(name, rest);
    first?.grant();
  }
}
