import type { Clock } from './local-users';
import { MemoryBackend } from './memory-backend';
import { PresenceTracker } from './presence-tracker';

/** Presence for a single node. */
export class MemoryPresenceTracker extends PresenceTracker<MemoryBackend> {
  /** @param clock for tests: disables the sweep timer */
  constructor(clock?: Clock) {
    super(new MemoryBackend(clock), clock);
  }
}
