import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { Metrics, msg, problems, Settings } from '#platform';
import { dummyHash, formatHash, hashCheckOf, hashPrefix, hashTaskOf } from './password-scheme';
import { hashMs } from './schemes/hash-cost';

// Beyond this the client has given up, and the hash is wasted.
const MAX_WAIT_MS = 5000;

/**
 * Hashes and checks passwords in threads of their own, one per core over all workers, that give way to everything
 * else. They start with the first hash. Each has one hash at work, so that the memory of argon2id is bounded as well.
 */
@Injectable()
export class PasswordHasher implements OnApplicationShutdown {
  private readonly threads: number;
  private readonly prefix: string;
  private readonly dummy: string;
  private readonly ownMs: number;
  private pool?: Piscina;
  /** Of all that is not finished, on one core. */
  private outstandingMs = 0;
  private loading = 0;
  private onLoaded?: () => void;
  private readonly duration;

  constructor(
    private readonly settings: Settings,
    metrics: Metrics,
  ) {
    metrics.gauge('password_hash_queue', 'Passwords that wait for a thread.', () => this.pool?.queueSize ?? 0);
    this.duration = metrics.histogram(
      'password_hash_seconds',
      'Time to hash or check a password, with the wait for a thread.',
      [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    );
    this.threads = Math.max(1, Math.round(availableParallelism() / settings.WEB_CONCURRENCY));
    this.prefix = hashPrefix(settings);
    this.dummy = dummyHash(settings);
    this.ownMs = hashMs(hashCheckOf('', this.dummy)!.form);
  }

  /** @throws `service_unavailable` (503) if more are waiting than can be served in 5 s */
  async hash(password: string): Promise<string> {
    return formatHash(await this.run<string>('hash', hashTaskOf(password, this.settings), this.ownMs));
  }

  /**
   * Whether the password is right, and if so whether its hash is of another scheme or cost and should be made anew.
   * No hash (an unknown e-mail) or one of no known form costs as much as a wrong password, so that the time reveals nothing.
   * @throws `service_unavailable` (503) if more are waiting than can be served in 5 s
   */
  async verify(password: string, stored: string | undefined): Promise<{ ok: boolean; stale: boolean }> {
    const check = stored ? hashCheckOf(password, stored) : undefined;
    const work = check ?? hashCheckOf(password, this.dummy)!;
    const right = await this.run<boolean>('verify', work, hashMs(work.form) * work.inputs.length);
    const ok = right && check !== undefined;
    return { ok, stale: ok && !stored?.startsWith(this.prefix) };
  }

  /** After the HTTP server has given its last answers, which onModuleDestroy would come before. */
  async onApplicationShutdown(): Promise<void> {
    // A thread that is ended while it loads the native part of a package takes the whole process with it, by SIGABRT.
    if (this.loading > 0) await new Promise<void>((resolve) => (this.onLoaded = resolve));
    await this.pool?.destroy();
  }

  private async run<Result>(name: 'hash' | 'verify', task: unknown, ms: number): Promise<Result> {
    if (this.outstandingMs >= MAX_WAIT_MS * this.threads) throw hashingOverloaded();
    this.pool ??= this.open();
    this.outstandingMs += ms;
    const stopTimer = this.duration.startTimer();
    try {
      const result = (await this.pool.run(task, { name })) as Result;
      stopTimer();
      return result;
    } finally {
      this.outstandingMs -= ms;
    }
  }

  private open(): Piscina {
    // Each thread loads the package of today's scheme when it starts.
    this.loading = this.threads;
    const pool = new Piscina({
      filename: join(__dirname, 'password.worker.js'),
      name: 'verify',
      minThreads: this.threads,
      maxThreads: this.threads,
      workerData: { scheme: this.settings.PASSWORD_HASH },
      // Waiting by Atomics saves microseconds, of no use here, and blocks the thread's own event loop.
      atomics: 'disabled',
      // Otherwise each finished hash sends the one that waited longest to the end of the queue.
      stricterFIFO: true,
    });
    pool.on('message', (message) => {
      this.loading += message === 'loading' ? 1 : -1;
      if (this.loading === 0) this.onLoaded?.();
    });
    return pool;
  }
}

function hashingOverloaded() {
  return problems.service_unavailable({ detail: msg('problems.service_unavailable.many_logins') });
}
