import type { Clock } from './local-users';
import { MemoryBackend } from './memory-backend';
import { PresenceStore } from './presence-store';

/** Presence for a single node. */
export class MemoryPresenceStore extends PresenceStore<MemoryBackend> {
  /** @param clock for tests: disables the sweep timer */
  constructor(clock?: Clock) {
    super(new MemoryBackend(clock), clock);
  }
}
