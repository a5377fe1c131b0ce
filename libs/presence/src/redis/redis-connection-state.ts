import { redisFailureOf, type RedisUse } from '#platform';
import type { Clock } from '../local-users';
import { Leases } from './leases';
import { LEASE_TTL_MS, RENEW_INTERVAL_MS } from './leases.lua';
import { type PartitionListener, PartitionStates, RECOVERY_MS, UNKNOWN_AFTER_MS } from './partition-states';
import { allPartitions, partitionOfShard } from './partitions';
import { RedisConnection } from './redis-connection';
import type { SyncReply } from './sync-reply';

interface RedisStateListener extends PartitionListener {
  /** Everything on this node must be synced again. */
  onLeaseLost(): void;
  onReady(): void;
  onMessage(text: string): void;
}

const everything: ReadonlySet<number> = new Set(allPartitions);

/** State of the connection: whether Redis is available, has kept its data, and has the lease of this node. */
export class RedisConnectionState {
  readonly connection: RedisConnection;
  readonly leases: Leases;
  readonly partitions: PartitionStates;
  /** Redis is available and this node has a lease. */
  isReady = false;
  private refreshing?: Promise<void>;
  private becomingReady?: Promise<void>;
  private timer?: NodeJS.Timeout;
  private unavailableSince?: number;
  private recoveredAt = 0;

  constructor(
    url: string,
    private readonly clock: Clock | undefined,
    use: RedisUse | undefined,
    private readonly listener: RedisStateListener,
  ) {
    this.connection = new RedisConnection(url, use, {
      onReady: () => void this.ready(),
      onLost: () => this.onLost(),
      onSubscribedAgain: (shards) => this.isReady && listener.onMissed(new Set(shards.map(partitionOfShard))),
      onMessage: (text) => listener.onMessage(text),
    });
    this.leases = new Leases(this.connection, clock);
    this.partitions = new PartitionStates(this.connection, clock, listener);
  }

  async start(): Promise<void> {
    await this.connection.open();
    await this.ready();
    if (this.clock) return;
    this.timer = setInterval(() => {
      if (this.isReady) void this.renew();
      void this.connection.channels.check();
    }, RENEW_INTERVAL_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.isReady = false;
    this.connection.close();
  }

  async drain(): Promise<void> {
    clearInterval(this.timer);
    if (this.isReady) await this.leases.drain().catch((error) => this.lost(error));
  }

  /** Renews the lease and reads all others. Redis is unavailable if that fails. */
  refreshLeases(): Promise<void> {
    return (this.refreshing ??= this.requestLeases().finally(() => (this.refreshing = undefined)));
  }

  async renew(): Promise<void> {
    await this.refreshLeases().then(
      () => this.connection.markAvailable(),
      () => undefined,
    );
  }

  /** Calls once more with refreshed leases if the script finds them stale (`undefined`). */
  async withFreshLeases(partition: number, call: () => Promise<SyncReply | undefined>): Promise<SyncReply | undefined> {
    for (let tries = 0; tries < 2 && this.isReady; tries++) {
      if (tries > 0 || !this.leases.isFresh()) await this.refreshLeases();
      const reply = await call();
      if (reply) this.partitions.succeeded(partition, reply.datasetId);
      if (reply) return reply;
    }
    return undefined;
  }

  /** A command of one partition has failed. In a cluster other masters may go on. */
  failed(partition: number, error: unknown): void {
    this.partitions.failed(partition);
    this.connection.warn(error);
    if (!this.connection.link.isCluster && redisFailureOf(error) !== 'full') this.onLost();
  }

  /** Applies timeouts, and tries again what has failed. */
  async sweep(): Promise<void> {
    await this.ready();
    const now = performance.now();
    if (this.unavailableSince !== undefined && now - this.unavailableSince >= UNKNOWN_AFTER_MS)
      this.listener.onUnknown(everything);
    if (!this.isReady) return;
    if (this.leases.recovering && now >= this.recoveredAt) {
      this.leases.recovering = false;
      this.listener.onMissed(everything);
    }
    this.connection.channels.followMasters();
    this.partitions.sweep();
  }

  private ready(): Promise<void> {
    return (this.becomingReady ??= this.becomeReady().finally(() => (this.becomingReady = undefined)));
  }

  private async becomeReady(): Promise<void> {
    if (this.isReady || !this.connection.link.isReady) return;
    try {
      await this.refreshLeases();
    } catch {
      return;
    }
    await this.partitions.examine();
    if (!this.connection.link.isReady) return;
    this.isReady = true;
    // Other nodes could not renew their leases either.
    if (this.unavailableSince !== undefined && performance.now() - this.unavailableSince >= LEASE_TTL_MS / 2)
      this.recover();
    this.unavailableSince = undefined;
    this.connection.markAvailable();
    this.connection.channels.followMasters();
    this.listener.onReady();
    this.listener.onMissed(everything);
  }

  private async requestLeases(): Promise<void> {
    const before = this.leases.datasetId;
    try {
      const isLeaseLost = await this.leases.renew();
      if (before !== undefined && before !== this.leases.datasetId) this.recover();
      if (isLeaseLost) this.listener.onLeaseLost();
    } catch (error) {
      this.lost(error);
      throw error;
    }
  }

  /** Nodes may have no lease yet. */
  private recover(): void {
    this.leases.recovering = true;
    this.recoveredAt = performance.now() + RECOVERY_MS;
  }

  private lost(error: unknown): void {
    this.connection.warn(error);
    this.onLost();
  }

  private onLost(): void {
    this.isReady = false;
    this.unavailableSince ??= performance.now();
  }
}
