import type { Clock } from '../local-users';
import { Leases } from './leases';
import { LEASE_TTL_MS, RENEW_INTERVAL_MS } from './leases.lua';
import { RedisConnection } from './redis-connection';

/** All live nodes have resynced an emptied Redis after this long. */
const RECOVERY_MS = 15_000;
/** Watchers see `unknown` after this long without Redis. */
const UNKNOWN_AFTER_MS = 2000;

interface RedisStateListener {
  /** Everything on this node must be synced again. */
  onLeaseLost(): void;
  onReady(): void;
  /** Presence is unknown, except for updates since then (Redis' time). */
  onUnknown(since?: number): void;
  /** Updates of watched users may have been missed. */
  onMessagesMissed(): void;
  onMessage(text: string): void;
}

/** State of the connection: whether Redis is available, has kept its data, and has the lease of this node. */
export class RedisConnectionState {
  readonly connection: RedisConnection;
  readonly leases: Leases;
  /** Redis is available and this node has a lease. */
  isReady = false;
  private refreshing?: Promise<void>;
  private timer?: NodeJS.Timeout;
  private unavailableSince?: number;
  private recoveredAt = 0;
  private isDatasetLost = false;

  constructor(
    url: string,
    private readonly clock: Clock | undefined,
    private readonly listener: RedisStateListener,
  ) {
    this.connection = new RedisConnection(url, {
      onReady: () => void this.ready(),
      onUnavailable: () => this.onUnavailable(),
      onSubscribed: () => this.isReady && listener.onMessagesMissed(),
      onMessage: (text) => listener.onMessage(text),
    });
    this.leases = new Leases(this.connection, clock);
  }

  async start(): Promise<void> {
    await this.connection.open();
    await this.ready();
    if (this.clock) return;
    this.timer = setInterval(() => {
      if (this.isReady) void this.renew();
      void this.connection.pingSubscriber();
    }, RENEW_INTERVAL_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.isReady = false;
    this.connection.close();
  }

  async drain(): Promise<void> {
    clearInterval(this.timer);
    if (this.isReady) await this.leases.drain().catch((error) => this.connection.markLost(error));
  }

  /** Renews the lease and reads all others. */
  refreshLeases(): Promise<void> {
    return (this.refreshing ??= this.requestLeases().finally(() => (this.refreshing = undefined)));
  }

  async renew(): Promise<void> {
    try {
      await this.refreshLeases();
      this.connection.markAvailable();
    } catch (error) {
      this.connection.markLost(error);
    }
  }

  /** Calls once more with refreshed leases if the script finds them stale (`undefined`). */
  async withFreshLeases<T>(call: () => Promise<T | undefined>): Promise<T | undefined> {
    for (let tries = 0; tries < 2 && this.isReady; tries++) {
      if (tries > 0 || !this.leases.isFresh()) await this.refreshLeases();
      const reply = await call();
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  /** Redis was emptied, and not all nodes have resynced yet. */
  get isRebuilding(): boolean {
    return this.isDatasetLost && performance.now() < this.recoveredAt;
  }

  /** Applies timeouts. */
  sweep(): void {
    const now = performance.now();
    if (this.unavailableSince !== undefined && now - this.unavailableSince >= UNKNOWN_AFTER_MS)
      this.listener.onUnknown();
    if (!this.leases.recovering || now < this.recoveredAt) return;
    this.leases.recovering = this.isDatasetLost = false;
    this.listener.onMessagesMissed();
  }

  private async ready(): Promise<void> {
    if (this.connection.redis.status !== 'ready') return;
    try {
      await this.refreshLeases();
    } catch (error) {
      return this.connection.markLost(error);
    }
    if (this.isReady) return;
    this.isReady = true;
    // Other nodes could not renew their leases either.
    if (this.unavailableSince !== undefined && performance.now() - this.unavailableSince >= LEASE_TTL_MS / 2)
      this.recover(false);
    this.unavailableSince = undefined;
    this.connection.markAvailable();
    this.listener.onReady();
    this.listener.onMessagesMissed();
  }

  private async requestLeases(): Promise<void> {
    const before = this.leases.datasetId;
    const isLeaseLost = await this.leases.renew();
    if (before !== undefined && before !== this.leases.datasetId) this.recover(true);
    if (isLeaseLost) this.listener.onLeaseLost();
  }

  private recover(isDatasetLost: boolean): void {
    this.leases.recovering = true;
    this.isDatasetLost ||= isDatasetLost;
    this.recoveredAt = performance.now() + RECOVERY_MS;
    if (isDatasetLost) this.listener.onUnknown(Number(this.leases.datasetId));
  }

  private onUnavailable(): void {
    this.isReady = false;
    this.unavailableSince ??= performance.now();
  }
}
