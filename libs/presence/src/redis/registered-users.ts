import { keysOf, tagOf } from './partitions';
import type { RedisConnectionState } from './redis-connection-state';

/**
 * The users that Redis has registered for this node. After lost writes these are more than the node knows: a user who went
 * offline and was forgotten here would stay online in Redis as long as the node lives.
 */
export class RegisteredUsers {
  private readonly unread = new Set<number>();

  constructor(
    private readonly state: RedisConnectionState,
    private readonly onRegistered: (userId: string) => void,
  ) {}

  add(partitions: ReadonlySet<number>): void {
    for (const partition of partitions) this.unread.add(partition);
  }

  /** Reads the added partitions. Those that fail are read with the next call. */
  async read(): Promise<void> {
    if (!this.state.isReady) return;
    const { nodeId } = this.state.leases;
    const partitions = [...this.unread].filter((partition) => this.state.partitions.canTry(partition));
    await Promise.all(partitions.map((partition) => this.readOne(partition, keysOf(partition).usersOfNode(nodeId))));
  }

  private async readOne(partition: number, key: string): Promise<void> {
    this.unread.delete(partition);
    try {
      const userIds = await this.state.connection.run(tagOf(partition), (redis) => redis.smembers(key));
      for (const userId of userIds) this.onRegistered(userId);
    } catch (error) {
      this.unread.add(partition);
      this.state.failed(partition, error);
    }
  }
}
