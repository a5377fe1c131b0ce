import type { RedisNodeState } from './redis-node-state';
import type { PresenceWriter } from './presence-writer';
import type { RedisConnectionState } from './redis-connection-state';

/** Takes over the users of dead nodes and syncs them, which removes the dead nodes' connections. */
export class NodeReaper {
  constructor(
    private readonly node: RedisNodeState,
    private readonly state: RedisConnectionState,
    private readonly writer: PresenceWriter,
  ) {}

  async reap(): Promise<void> {
    try {
      while (this.canReap()) {
        const users = await this.state.leases.claimOrphanedUsers();
        if (users.length === 0) return;
        this.node.reaped += users.length;
        await this.takeOver(users);
      }
    } catch (error) {
      this.state.connection.markLost(error);
    }
  }

  private canReap(): boolean {
    const { recovering, deadNodes } = this.state.leases;
    return this.state.isReady && !this.node.isDraining && !recovering && deadNodes.size > 0;
  }

  private async takeOver(users: readonly string[]): Promise<void> {
    for (const userId of users) {
      this.node.syncStates.getOrCreate(userId).isRegistered = true;
      this.writer.resyncQueue.add(userId);
    }
    await Promise.all(users.map((userId) => this.writer.sync(userId)));
  }
}
