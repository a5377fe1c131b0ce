import { allPartitions, keysOf, tagOf } from './partitions';
import type { RedisConnectionState } from './redis-connection-state';

/** The users who are visibly online, by partition. The script records them. */
export class OnlineUsers {
  constructor(private readonly state: RedisConnectionState) {}

  /** Empty while Redis is unavailable. In a cluster, the partitions of an unavailable master are missing. */
  async list(): Promise<string[]> {
    if (!this.state.isReady) return [];
    const lists = await Promise.all(allPartitions.map((partition) => this.listOf(partition)));
    return lists.flat();
  }

  private async listOf(partition: number): Promise<string[]> {
    try {
      return await this.state.connection.run(tagOf(partition), (redis) => redis.smembers(keysOf(partition).online));
    } catch (error) {
      this.state.failed(partition, error);
      return [];
    }
  }
}
