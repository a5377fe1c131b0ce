import { randomUUID } from 'node:crypto';
import type { Clock } from '../local-users';
import { LEASE_TTL_MS, RENEW_INTERVAL_MS, LEASE_LIST_MAX_AGE_MS } from './leases.lua';
import { RedisClock } from './redis-clock';
import type { RedisConnection } from './redis-connection';

const NODES_KEY = 'presence:{epochs}';
/** The list is refreshed well before the script would reject it as stale. */
const REFRESH_AFTER_MS = LEASE_LIST_MAX_AGE_MS - 3000;
/** A lease with less time left was not renewed on schedule. */
const LATE_BELOW_MS = LEASE_TTL_MS - RENEW_INTERVAL_MS - 1000;
const CLAIM_BATCH_SIZE = 100;

/** Leases of all nodes. A node that has lost its lease takes a new id. */
export class Leases {
  nodeId: string = randomUUID();
  /** Earlier ids of this process. Its sockets are synced again under the new id. */
  formerNodeIds: string[] = [];
  /** Redis' time of the list. */
  asOf = 0;
  liveNodes: string[] = [];
  /** Nodes that are draining or late: their clients are expected to reconnect elsewhere. */
  leavingNodes: string[] = [];
  deadNodes = new Map<string, number>();
  /** Creation time of the data set in Redis. It changes if Redis loses its data. */
  datasetId?: string;
  /** Synchronized by each reply. */
  readonly redisClock = new RedisClock();
  /** After an outage of Redis no node could renew: all known nodes count as live. */
  recovering = false;
  private mode: 'join' | 'renew' | 'drain' = 'join';
  private refreshedAt = -Infinity;

  constructor(
    private readonly connection: RedisConnection,
    private readonly clock: Clock | undefined,
  ) {}

  /** The set of users of this node. */
  get usersKey(): string {
    return `${NODES_KEY}:users:${this.nodeId}`;
  }

  isFresh(): boolean {
    return performance.now() - this.refreshedAt < REFRESH_AFTER_MS;
  }

  /** @returns whether the lease was lost, so that everything must be synced again under a new node id */
  async renew(): Promise<boolean> {
    if (!(await this.request(this.mode))) {
      if (this.mode === 'join') this.mode = 'renew';
      return false;
    }
    if (this.mode === 'drain') return false;
    this.formerNodeIds = [this.nodeId, ...this.formerNodeIds].slice(0, 5);
    this.nodeId = randomUUID();
    await this.request('join');
    return true;
  }

  async drain(): Promise<void> {
    this.mode = 'drain';
    await this.request('drain');
  }

  /** @returns users of a dead node, taken over by this node */
  async claimOrphanedUsers(): Promise<string[]> {
    for (const nodeId of this.deadNodes.keys()) {
      const users = await this.connection.redis.claimOrphanedUsers(
        ...[NODES_KEY, `${NODES_KEY}:draining`, `${NODES_KEY}:users:${nodeId}`, this.usersKey],
        ...[this.clock ? this.clock() : '', nodeId, CLAIM_BATCH_SIZE],
      );
      if (users.length > 0) return users;
    }
    return [];
  }

  private async request(mode: 'join' | 'renew' | 'drain'): Promise<boolean> {
    const sentAt = performance.now();
    const [isLost, now, datasetId, nodes, draining] = await this.connection.redis.renewLease(
      ...[NODES_KEY, `${NODES_KEY}:draining`, `${NODES_KEY}:born`, this.clock ? this.clock() : '', this.nodeId, mode],
    );
    this.refreshedAt = sentAt;
    this.redisClock.synchronize(now, sentAt);
    this.asOf = now;
    this.datasetId = datasetId;
    this.liveNodes = [];
    this.deadNodes = new Map();
    this.leavingNodes = draining;
    for (let i = 0; i < nodes.length; i += 2) this.addNode(nodes[i]!, Number(nodes[i + 1]), now);
    return isLost === 1;
  }

  private addNode(nodeId: string, expiresAt: number, now: number): void {
    if (expiresAt > now) this.liveNodes.push(nodeId);
    else this.deadNodes.set(nodeId, expiresAt);
    if (expiresAt - now < LATE_BELOW_MS) this.leavingNodes.push(nodeId);
  }
}
