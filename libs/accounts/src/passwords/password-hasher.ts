import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Piscina } from 'piscina';
import { Metrics, msg, problems, Settings } from '#platform';
import { hashCheckOf, formatHash, hashPrefix, bcryptInput } from './password-scheme';

// Beyond this the client has given up, and the hash is wasted.
const MAX_WAIT_MS = 5000;
// Of one core, measured; each step of the cost doubles it.
const MS_AT_COST_12 = 260;

/** Hashes and checks passwords in threads of their own, one per core over all workers, that give way to everything else. */
@Injectable()
export class PasswordHasher implements OnModuleInit, OnApplicationShutdown {
  private readonly threads: number;
  private readonly maxQueue: number;
  private pool?: Piscina;
  private loaded?: Promise<void>;

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
    const hashMs = MS_AT_COST_12 * 2 ** (settings.BCRYPT_COST - 12);
    this.maxQueue = this.threads * Math.max(1, Math.floor(MAX_WAIT_MS / hashMs));
  }

  onModuleInit(): void {
    const pool = new Piscina({
      filename: join(__dirname, 'bcrypt.worker.js'),
      name: 'verify',
      minThreads: this.threads,
      maxThreads: this.threads,
      // Waiting by Atomics saves microseconds, of no use here, and blocks the thread's own event loop.
      atomics: 'disabled',
      // Otherwise each finished hash sends the one that waited longest to the end of the queue.
      stricterFIFO: true,
    });
    let loading = this.threads;
    this.loaded = new Promise((resolve) => {
      pool.on('message', () => {
        if (--loading === 0) resolve();
      });
    });
    this.pool = pool;
  }

  /** @throws `service_unavailable` (503) if more are waiting than can be served in 5 s */
  async hash(password: string): Promise<string> {
    const task = { input: bcryptInput(password), cost: this.settings.BCRYPT_COST };
    return formatHash(await this.run<string>('hash', task));
  }

  /**
   * Whether the password is right, and if so whether its hash is of an old scheme or cost and should be made anew.
   * No hash (an unknown e-mail) or one of no known form costs as much as a wrong password, so that the time reveals nothing.
   * @throws `service_unavailable` (503) if more are waiting than can be served in 5 s
   */
  async verify(password: string, stored: string | undefined): Promise<{ ok: boolean; stale: boolean }> {
    const current = hashPrefix(this.settings.BCRYPT_COST);
    const check = stored ? hashCheckOf(password, stored) : undefined;
    // A well-formed hash of nothing: all it is for is to be compared with.
    const dummy = hashCheckOf(password, current + '.'.repeat(53));
    const right = await this.run<boolean>('verify', check ?? dummy);
    const ok = right && check !== undefined;
    return { ok, stale: ok && !stored?.startsWith(current) };
  }

  /** After the HTTP server has given its last answers, which onModuleDestroy would come before. */
  async onApplicationShutdown(): Promise<void> {
    // A thread that is ended while it loads bcrypt's native part takes the whole process with it, by SIGABRT.
    await this.loaded;
    await this.pool?.destroy();
  }

  private async run<Result>(name: 'hash' | 'verify', task: unknown): Promise<Result> {
    if (this.pool!.queueSize >= this.maxQueue) throw hashingOverloaded();
    const stopTimer = this.duration.startTimer();
    const result = (await this.pool!.run(task, { name })) as Result;
    stopTimer();
    return result;
  }
}

function hashingOverloaded() {
  return problems.service_unavailable({ detail: msg('problems.service_unavailable.many_logins') });
}
