import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, Command, Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { openRedis, openSubscriber, type RedisClient, type RedisScripts } from './open-redis';
import { parseRedisAddress, type RedisAddress } from './redis-address';
import { failureOf, isAnswer } from './redis-failure';
import type { RedisUse } from './redis-metrics';

/** A master that does not answer is tried again after this long. Until then its commands are rejected at once. */
const RETRY_MS = 500;
/** Longest wait for the first connection. */
const OPENING_MS = 2500;
const ONLY_MASTER = 'server';

export interface RedisLinkOptions {
  scripts?: RedisScripts;
  use?: RedisUse;
  onReady?: () => void;
  /** Without an error: the connection was closed. */
  onLost?: (error?: unknown) => void;
}

/**
 * The connections of one use of Redis, whether that is one server, a cluster, or a master that sentinels name. No command
 * waits for a master that is known not to answer: one command finds out every half second, all others are rejected at once.
 */
export class RedisLink {
  readonly client: RedisClient;
  readonly isCluster: boolean;
  readonly keyPrefix: string;
  private readonly address: RedisAddress;
  /** Masters that do not answer, and when each is tried again. */
  private readonly retryAt = new Map<string, number>();
  /** Hash slots by key. */
  private readonly slots = new LRUCache<string, number>({ max: 1000 });
  private readonly use?: RedisUse;
  private readonly onReady: () => void;
  private readonly onLost: (error?: unknown) => void;
  /** `run_id` of the server, which a restart changes. Empty in a cluster. */
  private runId = '';
  private isIdentified = false;
  private identifying?: Promise<void>;
  private isClosed = false;

  constructor(
    url: string,
    { scripts, use, onReady = () => undefined, onLost = () => undefined }: RedisLinkOptions = {},
  ) {
    this.address = parseRedisAddress(url);
    this.isCluster = this.address.mode === 'cluster';
    this.keyPrefix = this.address.keyPrefix;
    this.use = use;
    this.onReady = onReady;
    this.onLost = onLost;
    this.client = openRedis(this.address, scripts);
    this.client.on('ready', () => void this.identify());
    this.client.on('close', () => {
      this.isIdentified = false;
      this.lost();
    });
    this.client.on('error', (error: unknown) => this.lost(error));
    use?.watch(() => this.isReady && this.retryAt.size === 0);
  }

  /** Until Redis is available, or the first try has failed: ioredis goes on trying. Does not reject. */
  async open(): Promise<void> {
    const settled = new Promise<void>((resolve) => {
      this.client.once('ready', () => resolve(this.identifying));
      // `connect` itself may stay open: without sentinels, or while a cluster does not cover its slots.
      for (const event of ['close', 'error']) this.client.once(event, () => resolve());
    });
    this.client.connect().catch((error: unknown) => this.lost(error));
    await Promise.race([settled, sleep(OPENING_MS, undefined, { ref: false })]);
  }

  close(): void {
    this.isClosed = true;
    this.client.disconnect();
  }

  get isReady(): boolean {
    return this.isIdentified && this.client.status === 'ready';
  }

  /** @param key one that the command uses, without the prefix */
  async run<T>(key: string, command: () => Promise<T>): Promise<T> {
    const master = this.addressOfMaster(key);
    const now = performance.now();
    if (!this.isReady || (this.retryAt.get(master) ?? 0) > now)
      throw new Error('The connection to Redis is not available');
    if (this.retryAt.has(master)) this.retryAt.set(master, now + RETRY_MS);
    try {
      const reply = await command();
      this.retryAt.delete(master);
      this.use?.answered((performance.now() - now) / 1000);
      return reply;
    } catch (error) {
      this.failed(master, error);
      throw error;
    }
  }

  /** Whether a command for this key would be sent. */
  canTry(key: string): boolean {
    return this.isReady && (this.retryAt.get(this.addressOfMaster(key)) ?? 0) <= performance.now();
  }

  /** `host:port` in a cluster. */
  addressOfMaster(key: string): string {
    return this.client instanceof Cluster ? (this.client.slots[this.slotOf(key)]?.[0] ?? '') : ONLY_MASTER;
  }

  /**
   * Another value than before: what was written last may be lost. Either another server has become the master, or the
   * connection was lost.
   */
  identityOfMaster(key: string): unknown {
    if (!(this.client instanceof Cluster)) return this.runId;
    return nodeAt(this.client.nodes('master'), this.addressOfMaster(key));
  }

  /** @param master `host:port`, in a cluster */
  openSubscriber(master: string): Redis {
    if (!this.isCluster) return openSubscriber(this.address);
    const [, host, port] = /^(.*):(\d+)$/.exec(master)!;
    return openSubscriber(this.address, { host: host!, port: Number(port) });
  }

  /** Asks the cluster again which master has which slots. */
  refreshSlots(): void {
    if (this.client instanceof Cluster && this.isReady) this.client.refreshSlotsCache();
  }

  /** Finds out which server this is, and whether it is what the URL says. */
  private identify(): Promise<void> {
    this.identifying = this.readRunId().then(
      (runId) => {
        this.runId = runId;
        this.isIdentified = true;
        this.retryAt.clear();
        this.onReady();
      },
      (error: unknown) => {
        if (failureOf(error) === 'timeout') this.reconnect();
        this.lost(error);
      },
    );
    return this.identifying;
  }

  private async readRunId(): Promise<string> {
    if (this.client instanceof Cluster) return '';
    const info = await this.client.info('server').catch((error: unknown) => {
      // Without `+info` a restart and a failover go unnoticed where no write fails.
      if (failureOf(error) === 'denied') return '';
      throw error;
    });
    if (/^redis_mode:cluster/m.test(info))
      throw new Error(
        'REDIS_URL: the server is a node of a cluster; the URL must begin with redis+cluster:// (or rediss+)',
      );
    return /^run_id:(\w+)/m.exec(info)?.[1] ?? '';
  }

  private slotOf(key: string): number {
    let slot = this.slots.get(key);
    if (slot === undefined) {
      slot = new Command('get', [key], { keyPrefix: this.keyPrefix }).getSlot();
      this.slots.set(key, slot);
    }
    return slot;
  }

  private failed(master: string, error: unknown): void {
    const failure = failureOf(error);
    this.use?.failed(failure);
    if (isAnswer(failure)) return;
    this.retryAt.set(master, performance.now() + RETRY_MS);
    // Connected, but not answering or not the master any more: connect again.
    if (this.client instanceof Redis) {
      if (failure !== 'connection' && this.isReady) this.reconnect();
    } else {
      if (failure === 'timeout') this.disconnectFrom(master);
      this.refreshSlots();
    }
  }

  private reconnect(): void {
    this.isIdentified = false;
    this.client.disconnect(true);
  }

  private disconnectFrom(master: string): void {
    nodeAt((this.client as Cluster).nodes(), master)?.disconnect();
  }

  private lost(error?: unknown): void {
    if (this.isClosed) return;
    // A cluster reports that all of its nodes have failed, and has the reason of the last one.
    const reason = (error as { lastNodeError?: Error } | undefined)?.lastNodeError ?? error;
    const isStandalone = reason instanceof Error && /cluster support disabled/.test(reason.message);
    this.onLost(
      isStandalone
        ? new Error('REDIS_URL: the server is no node of a cluster; the URL must begin with redis://')
        : reason,
    );
  }
}

const nodeAt = (nodes: Redis[], address: string): Redis | undefined =>
  nodes.find(({ options }) => `${options.host}:${options.port}` === address);
