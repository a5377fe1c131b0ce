import { PresenceTracker } from '../presence-tracker';
import { RedisBackend, type RedisBackendOptions } from './redis-backend';

/** Presence for several nodes. */
export class RedisPresenceTracker extends PresenceTracker<RedisBackend> {
  /** @param clock for tests: disables all timers. Without it, all nodes use the time of Redis. */
  constructor(url: string, options: RedisBackendOptions = {}) {
    super(new RedisBackend(url, options), options.clock);
  }

  /** Renews the lease of this node, as the timer does every two seconds. */
  renew(): Promise<void> {
    return this.backend.renew();
  }
}
