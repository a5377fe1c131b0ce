import { Injectable, Logger } from '@nestjs/common';
import type { Presence } from './presence';

/** When these users were last seen by others, milliseconds since 1970. */
export type LastSeenSource = (userIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/**
 * Reads `last_seen` of offline users that the backend has deleted; the `users` module registers the source. Without it a
 * user offline for long would look different from an invisible one.
 */
@Injectable()
export class LastSeenFallback {
  private readonly logger = new Logger('LastSeen');
  private source: LastSeenSource = async () => new Map();

  setSource(source: LastSeenSource): void {
    this.source = source;
  }

  async fillLastSeen(presences: Presence[]): Promise<Presence[]> {
    const forgotten = presences.filter(({ status, lastSeen }) => status === 'offline' && lastSeen === null);
    if (forgotten.length === 0) return presences;
    const kept = await this.readSource(forgotten.map(({ userId }) => userId));
    return presences.map((presence) => ({
      ...presence,
      lastSeen: presence.lastSeen ?? kept.get(presence.userId) ?? null,
    }));
  }

  private async readSource(userIds: string[]): Promise<ReadonlyMap<string, number>> {
    try {
      return await this.source(userIds);
    } catch (error) {
      // Presence works without it.
      this.logger.warn({ msg: 'could not read last_seen', err: error });
      return new Map();
    }
  }
}
