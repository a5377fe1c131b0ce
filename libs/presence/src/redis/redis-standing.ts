import type { Clock } from '../local-users';
import { Leases } from './leases';
import { LEASE_MS, RENEW_MS } from './leases.lua';
import { RedisLink } from './redis-link';

/** A Redis that has forgotten everything knows everybody again after this long, if its processes are alive. */
const RECOVERY_MS = 15_000;
/** Redis may be away for this long before watchers are told that nothing is known. */
const BLIP_MS = 2000;

interface Listener {
  /** What is known here must be told anew. */
  onLeaseLost(): void;
  onUp(): void;
  /** Nothing is known of anybody, but for those told of since then (Redis' time). */
  onUnknown(since?: number): void;
  /** Who is watched may have changed unheard. */
  onUnheard(): void;
  onMessage(text: string): void;
}

/** How this process stands with Redis: whether it is there, remembers, and knows this process. */
export class RedisStanding {
  readonly link: RedisLink;
  readonly leases: Leases;
  /** Redis is there and this process has a lease. */
  up = false;
  private keeping?: Promise<void>;
  private timer?: NodeJS.Timeout;
  private awaySince?: number;
  private recoversAt = 0;
  private forgot = false;

  constructor(
    url: string,
    private readonly clock: Clock | undefined,
    private readonly listener: Listener,
  ) {
    this.link = new RedisLink(url, {
      ready: () => void this.ready(),
      lost: () => this.lost(),
      listening: () => this.up && listener.onUnheard(),
      message: (text) => listener.onMessage(text),
    });
    this.leases = new Leases(this.link, clock);
  }

  async start(): Promise<void> {
    await this.link.open();
    await this.ready();
    if (this.clock) return;
    this.timer = setInterval(() => {
      if (this.up) void this.renew();
      void this.link.checkMessages();
    }, RENEW_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.up = false;
    this.link.close();
  }

  async drain(): Promise<void> {
    clearInterval(this.timer);
    if (this.up) await this.leases.drain().catch((error) => this.link.lost(error));
  }

  /** Renews the lease and asks who else has one. */
  keep(): Promise<void> {
    return (this.keeping ??= this.ask().finally(() => (this.keeping = undefined)));
  }

  async renew(): Promise<void> {
    try {
      await this.keep();
      this.link.back();
    } catch (error) {
      this.link.lost(error);
    }
  }

  /** Redis has come back empty, and not everybody has been told to it again. */
  get isForgetful(): boolean {
    return this.forgot && performance.now() < this.recoversAt;
  }

  /** What time alone changes. */
  sweep(): void {
    const now = performance.now();
    if (this.awaySince !== undefined && now - this.awaySince >= BLIP_MS) this.listener.onUnknown();
    if (!this.leases.lenient || now < this.recoversAt) return;
    this.leases.lenient = this.forgot = false;
    this.listener.onUnheard();
  }

  private async ready(): Promise<void> {
    if (this.link.redis.status !== 'ready') return;
    try {
      await this.keep();
    } catch (error) {
      return this.link.lost(error);
    }
    if (this.up) return;
    this.up = true;
    // Others were kept from renewing as well.
    if (this.awaySince !== undefined && performance.now() - this.awaySince >= LEASE_MS / 2) this.recover(false);
    this.awaySince = undefined;
    this.link.back();
    this.listener.onUp();
    this.listener.onUnheard();
  }

  private async ask(): Promise<void> {
    const { born } = this.leases;
    const lost = await this.leases.renew();
    if (born !== undefined && born !== this.leases.born) this.recover(true);
    if (lost) this.listener.onLeaseLost();
  }

  private recover(forgot: boolean): void {
    this.leases.lenient = true;
    this.forgot ||= forgot;
    this.recoversAt = performance.now() + RECOVERY_MS;
    if (forgot) this.listener.onUnknown(Number(this.leases.born));
  }

  private lost(): void {
    this.up = false;
    this.awaySince ??= performance.now();
  }
}
