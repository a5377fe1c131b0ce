import { Injectable } from '@nestjs/common';

export type HealthCheck = () => Promise<void>;

const CHECK_TIMEOUT_MS = 2000;

/** What must be up before a process may get requests. Rooms register their checks (`onModuleInit`). */
@Injectable()
export class Health {
  private readonly checks = new Map<string, HealthCheck>();
  private stopping = false;

  register(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** From now on "not ready": a load balancer sends no new requests while the open ones are finished. */
  markStopping(): void {
    this.stopping = true;
  }

  async ready(): Promise<{ ready: boolean; checks: Record<string, 'up' | 'down'> }> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, (await passes(check)) ? 'up' : 'down'] as const),
    );
    return {
      ready: !this.stopping && results.every(([, state]) => state === 'up'),
      checks: Object.fromEntries(results),
    };
  }
}

async function passes(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, CHECK_TIMEOUT_MS, false)));
  try {
    return await Promise.race([check().then(() => true), limit]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
