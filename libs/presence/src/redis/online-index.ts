import type { Clock } from '../local-users';
import type { RedisNodeState } from './redis-node-state';
import type { RedisConnectionState } from './redis-connection-state';
import type { SyncReply } from './sync-reply';

const ONLINE_KEY = 'presence:{online}';

/** The index of online users in Redis. The node that sees a user go online or offline records it for all. */
export class OnlineIndex {
  constructor(
    private readonly node: RedisNodeState,
    private readonly state: RedisConnectionState,
    private readonly clock: Clock | undefined,
  ) {}

  /** @param force records a user who went neither online nor offline: Redis may have lost the index */
  async record({ presence, wasOnline }: SyncReply, force = false): Promise<void> {
    const { userId, isOnline, lastSeen, version } = presence;
    if (wasOnline && !isOnline) this.node.lastSeen.recordOffline(userId, lastSeen ?? this.node.now());
    if (wasOnline === isOnline && !(force && version > 0)) return;
    await this.state.connection.redis.zadd(ONLINE_KEY, 'GT', version * 2 + (isOnline ? 1 : 0), userId);
  }

  /** Empty while Redis is unavailable. */
  async list(): Promise<string[]> {
    if (!this.state.isReady) return [];
    try {
      return await this.state.connection.redis.listOnline(ONLINE_KEY, this.clock ? this.clock() : '');
    } catch (error) {
      this.state.connection.markLost(error);
      return [];
    }
  }
}
