import { PARTITIONS } from './partitions';
import type { SyncedLocalPresence } from './synced-local-presence';
import type { PresenceWriter } from './presence-writer';
import type { RedisConnectionState } from './redis-connection-state';

const PARTITIONS_AT_ONCE = 32;

/** Takes over the users of dead nodes and syncs them, which removes the dead nodes' connections. */
export class NodeReaper {
  constructor(
    private readonly local: SyncedLocalPresence,
    private readonly state: RedisConnectionState,
    private readonly writer: PresenceWriter,
  ) {}

  async reap(): Promise<void> {
    for (const nodeId of this.state.leases.deadNodes.keys()) {
      if (!this.canReap()) return;
      if (await this.reapNode(nodeId)) await this.state.leases.forgetNode(nodeId).catch(() => undefined);
    }
  }

  /** @returns whether no user is left */
  private async reapNode(nodeId: string): Promise<boolean> {
    // Nodes that do the same at this moment begin elsewhere.
    const first = Math.floor(Math.random() * PARTITIONS);
    let isDone = true;
    for (let offset = 0; offset < PARTITIONS && this.canReap(); offset += PARTITIONS_AT_ONCE) {
      const partitions = Array.from({ length: PARTITIONS_AT_ONCE }, (_, n) => (first + offset + n) % PARTITIONS);
      const done = await Promise.all(partitions.map((partition) => this.reapPartition(nodeId, partition)));
      isDone &&= done.every(Boolean);
    }
    return isDone && this.canReap();
  }

  private async reapPartition(nodeId: string, partition: number): Promise<boolean> {
    try {
      while (this.canReap()) {
        const users = await this.state.leases.claimOrphanedUsers(nodeId, partition);
        if (users.length === 0) return true;
        this.local.reaped += users.length;
        await this.takeOver(users);
      }
    } catch (error) {
      this.state.failed(partition, error);
    }
    return false;
  }

  private canReap(): boolean {
    return this.state.isReady && !this.local.isDraining && !this.state.leases.recovering;
  }

  private async takeOver(users: readonly string[]): Promise<void> {
    for (const userId of users) this.writer.resyncRegistered(userId);
    await Promise.all(users.map((userId) => this.writer.sync(userId)));
  }
}
