import type { Clock } from '../local-users';
import { allPartitions, keysOf, tagOf } from './partitions';
import type { RedisConnection } from './redis-connection';
import { scriptTime } from './script-time';

/** All live nodes have resynced an emptied Redis after this long. */
export const RECOVERY_MS = 15_000;
/** Watchers see `unknown` after this long without Redis. */
export const UNKNOWN_AFTER_MS = 2000;

export interface PartitionListener {
  /** Presence is unknown, except for updates since then (Redis' time). */
  onUnknown(partitions: ReadonlySet<number>, since?: number): void;
  /** Changes of watched users may have been missed. */
  onMissed(partitions: ReadonlySet<number>): void;
  /** What this node wrote last may be lost. */
  onWritesLost(partitions: ReadonlySet<number>): void;
}

/** What this node knows about the data of one partition. */
class PartitionState {
  /** Creation time of the data. */
  datasetId?: string;
  /** Redis has lost the data, and not all nodes have resynced until then. */
  rebuiltAt?: number;
  master?: unknown;
  failingSince?: number;
  isUnknown = false;
}

/**
 * The partitions of Redis. Each may have another master, which fails, is replaced by a replica that lacks the last writes,
 * or comes back empty. Times are local.
 */
export class PartitionStates {
  private readonly states = allPartitions.map(() => new PartitionState());

  constructor(
    private readonly connection: RedisConnection,
    private readonly clock: Clock | undefined,
    private readonly listener: PartitionListener,
  ) {}

  /** While the data is rebuilt, a user who is not online is unknown. */
  isRebuilding(partition: number): boolean {
    return this.states[partition]!.rebuiltAt !== undefined;
  }

  canTry(partition: number): boolean {
    return this.connection.link.canTry(tagOf(partition));
  }

  /** Finds out which partitions have lost their data. */
  async examine(partitions: Iterable<number> = allPartitions): Promise<void> {
    const now = scriptTime(this.clock);
    const examineOne = async (partition: number) => {
      const { born } = keysOf(partition);
      try {
        const datasetId = await this.connection.run(tagOf(partition), (redis) => redis.readDatasetId(born, now));
        this.succeeded(partition, datasetId);
      } catch (error) {
        this.failed(partition);
        this.connection.warn(error);
      }
    };
    await Promise.all([...partitions].map(examineOne));
  }

  /** A command of the partition was answered. */
  succeeded(partition: number, datasetId: string): void {
    const state = this.states[partition]!;
    const isLost = state.datasetId !== undefined && state.datasetId !== datasetId;
    state.datasetId = datasetId;
    if (isLost) {
      state.rebuiltAt = performance.now() + RECOVERY_MS;
      const lost = new Set([partition]);
      this.listener.onUnknown(lost, Number(datasetId));
      this.listener.onWritesLost(lost);
    }
    state.failingSince = undefined;
  }

  failed(partition: number): void {
    this.states[partition]!.failingSince ??= performance.now();
  }

  /** Applies timeouts, follows the masters, and tries again what has failed. */
  sweep(): void {
    const now = performance.now();
    const unknown = this.where(({ failingSince = now }) => now - failingSince >= UNKNOWN_AFTER_MS);
    const known = this.where(({ isUnknown }, partition) => isUnknown && !unknown.has(partition));
    const rebuilt = this.where(({ rebuiltAt = Infinity }) => now >= rebuiltAt);
    const replaced = this.where((state, partition) => this.hasOtherMaster(partition, state));
    const doubtful = this.where(
      ({ datasetId, failingSince }, partition) =>
        replaced.has(partition) || ((datasetId === undefined || failingSince !== undefined) && this.canTry(partition)),
    );
    for (const [partition, state] of this.states.entries()) {
      state.isUnknown = unknown.has(partition);
      if (rebuilt.has(partition)) state.rebuiltAt = undefined;
    }
    if (unknown.size > 0) this.listener.onUnknown(unknown);
    if (replaced.size > 0) this.listener.onWritesLost(replaced);
    if (doubtful.size > 0) void this.examine(doubtful);
    if (known.size + rebuilt.size > 0) this.listener.onMissed(new Set([...known, ...rebuilt]));
  }

  private where(matches: (state: PartitionState, partition: number) => boolean): ReadonlySet<number> {
    return new Set(allPartitions.filter((partition) => matches(this.states[partition]!, partition)));
  }

  private hasOtherMaster(partition: number, state: PartitionState): boolean {
    const master = this.connection.link.identityOfMaster(tagOf(partition));
    if (!master || master === state.master) return false;
    const isFirst = state.master === undefined;
    state.master = master;
    return !isFirst;
  }
}
