import type { LocalUserSnapshot } from '../local-user';
import type { Clock } from '../local-users';
import { DISCONNECT_GRACE_MS } from '../presence-limits';
import type { Leases } from './leases';
import { keysOf, partitionOf, shardOf, tagOf, userKeysOf } from './partitions';
import type { RedisConnection } from './redis-connection';
import { scriptTime } from './script-time';
import { type ManualStatusVersion, parseReply, type SyncReply } from './sync-reply';

/** What this node reports about a user. */
export interface UserReport {
  snapshot?: LocalUserSnapshot;
  latestManualStatus?: ManualStatusVersion;
  /** Ids of revoked sessions. */
  revoked: readonly string[];
  /** The new connection. It is rejected if the user has too many. */
  connectionId?: string;
  /** Adds the user to those of this node. */
  registers?: boolean;
}

/** Runs the aggregation script with the leases that this node knows. */
export class AggregateScript {
  constructor(
    private readonly connection: RedisConnection,
    private readonly leases: Leases,
    private readonly clock: Clock | undefined,
  ) {}

  /** @returns undefined if the list of leases is too old */
  async read(userId: string): Promise<SyncReply | undefined> {
    return this.run(userId, ['', '', '', 0, '', '', '', 0, 0]);
  }

  /** @returns undefined if the list of leases is too old, or this node's lease is not in it */
  async sync(userId: string, state: UserReport): Promise<SyncReply | undefined> {
    const { snapshot, latestManualStatus, revoked, connectionId, registers } = state;
    const { nodeId, formerNodeIds } = this.leases;
    const field = connectionId === undefined ? '' : `c:${nodeId}:${connectionId}`;
    const { status, text, until } = latestManualStatus?.manualStatus ?? {};
    const statusArguments = [status ?? '', text ?? '', until ?? 0, latestManualStatus?.setAt ?? 0];
    const fields = snapshot ? this.toFields(snapshot) : [];
    const node = [nodeId, toList(formerNodeIds), field, registers ? 1 : 0];
    return this.run(userId, [...node, toList(revoked), ...statusArguments, ...fields]);
  }

  private async run(userId: string, rest: (string | number)[]): Promise<SyncReply | undefined> {
    const { asOf, nodeId, liveNodes, deadNodes, leavingNodes, recovering } = this.leases;
    const partition = partitionOf(userId);
    const { connections, state } = userKeysOf(userId);
    const { online, born, usersOfNode } = keysOf(partition);
    const { publishCommand, channels } = this.connection;
    const raw = await this.connection.run(tagOf(partition), (redis) =>
      redis.aggregatePresence(
        ...[connections, state, online, born, usersOfNode(nodeId)],
        ...[userId, publishCommand, channels.nameOf(shardOf(userId))],
        ...[scriptTime(this.clock), asOf, recovering ? '*' : toList(liveNodes)],
        ...[toList([...deadNodes].map(([node, expiresAt]) => `${node}=${expiresAt}`)), toList(leavingNodes)],
        ...rest,
      ),
    );
    return parseReply(userId, raw);
  }

  private toFields({ connections, requestActivities, disconnects }: LocalUserSnapshot): string[] {
    const fields: string[] = [];
    for (const { id, deviceType, idle, disconnectedAt, sessionId } of connections) {
      const until = disconnectedAt === undefined ? 0 : disconnectedAt + DISCONNECT_GRACE_MS;
      fields.push(`c:${this.leases.nodeId}:${id}`, `${deviceType}|${idle ? 1 : 0}|${until}|${sessionId}`);
    }
    for (const { sessionId, deviceType, at } of requestActivities)
      fields.push(`b:${sessionId}`, `${deviceType ?? ''}|0|${at}|${sessionId}`);
    for (const [sessionId, at] of disconnects) fields.push(`l:${sessionId}`, String(at));
    return fields;
  }
}

const toList = (names: readonly string[]) => (names.length === 0 ? '' : `,${names.join(',')},`);
