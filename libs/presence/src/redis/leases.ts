import { randomUUID } from 'node:crypto';
import { RemoteClock } from '#platform';
import type { Clock } from '../local-users';
import { LEASE_LIST_MAX_AGE_MS } from './leases.lua';
import { keysOf, tagOf } from './partitions';
import type { RedisConnection } from './redis-connection';
import { scriptTime } from './script-time';

/** All leases are in one hash slot. */
export const LEASES_TAG = '{presence:leases}';
const NODES_KEY = `${LEASES_TAG}:nodes`;
const DRAINING_KEY = `${LEASES_TAG}:draining`;
const NUMBER_KEY = `${LEASES_TAG}:number`;
/** The list is refreshed well before the script would reject it as stale. */
const REFRESH_AFTER_MS = LEASE_LIST_MAX_AGE_MS - 3000;
const CLAIM_BATCH_SIZE = 100;

type Mode = 'join' | 'renew' | 'drain';

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
  /** Creation time of the leases in Redis. It changes if Redis loses them. */
  datasetId?: string;
  /** Synchronized by each reply. */
  readonly redisClock = new RemoteClock();
  /** After an outage of Redis no node could renew: all nodes count as live. */
  recovering = false;
  private mode: Mode = 'join';
  private allNodes: string[] = [];
  private drainingNodes: string[] = [];
  /** Of the list that this node has. */
  private listNumber = '';
  private refreshedAt = -Infinity;

  constructor(
    private readonly connection: RedisConnection,
    private readonly clock: Clock | undefined,
  ) {}

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

  /** @returns users of a dead node in one partition, taken over by this node */
  claimOrphanedUsers(nodeId: string, partition: number): Promise<string[]> {
    const { usersOfNode } = keysOf(partition);
    return this.connection.run(tagOf(partition), (redis) =>
      redis.claimOrphanedUsers(usersOfNode(nodeId), usersOfNode(this.nodeId), CLAIM_BATCH_SIZE),
    );
  }

  /** A dead node without users. */
  async forgetNode(nodeId: string): Promise<void> {
    const now = scriptTime(this.clock);
    await this.connection.run(LEASES_TAG, (redis) =>
      redis.forgetNode(NODES_KEY, DRAINING_KEY, NUMBER_KEY, now, nodeId),
    );
    this.deadNodes.delete(nodeId);
  }

  private async request(mode: Mode): Promise<boolean> {
    const sentAt = performance.now();
    const keys = [NODES_KEY, DRAINING_KEY, `${LEASES_TAG}:born`, NUMBER_KEY];
    const values = [scriptTime(this.clock), this.nodeId, mode, this.listNumber];
    const [isLost, now, datasetId, listNumber, late, nodes, draining] = await this.connection.run(LEASES_TAG, (redis) =>
      redis.renewLease(...keys, ...values),
    );
    this.refreshedAt = sentAt;
    this.redisClock.synchronize(now, sentAt);
    this.asOf = now;
    this.datasetId = datasetId;
    this.listNumber = listNumber;
    if (nodes) this.allNodes = nodes;
    if (draining) this.drainingNodes = draining;
    this.sortNodes(late, now);
    return isLost === 1;
  }

  /** @param late nodes that are late with their renewal, and the ends of their leases */
  private sortNodes(late: string[], now: number): void {
    const ends = new Map<string, number>();
    for (let i = 0; i < late.length; i += 2) ends.set(late[i]!, Number(late[i + 1]));
    this.deadNodes = new Map([...ends].filter(([, expiresAt]) => expiresAt <= now));
    this.liveNodes = this.allNodes.filter((nodeId) => !this.deadNodes.has(nodeId));
    this.leavingNodes = [...new Set([...this.drainingNodes, ...ends.keys()])];
  }
}
