import { Injectable, Logger } from '@nestjs/common';
import type { Presence } from './presence';

/** When these users were last seen by others, milliseconds since 1970. */
export type LastSeenSource = (userIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/**
 * What the store no longer remembers of those who are offline; the room that keeps users brings it. Without it somebody
 * offline for long would look other than somebody invisible.
 */
@Injectable()
export class LastSeenArchive {
  private readonly logger = new Logger('LastSeen');
  private source: LastSeenSource = async () => new Map();

  use(source: LastSeenSource): void {
    this.source = source;
  }

  async complete(presences: Presence[]): Promise<Presence[]> {
    const forgotten = presences.filter(({ status, lastSeen }) => status === 'offline' && lastSeen === null);
    if (forgotten.length === 0) return presences;
    const kept = await this.ask(forgotten.map(({ userId }) => userId));
    return presences.map((presence) => ({
      ...presence,
      lastSeen: presence.lastSeen ?? kept.get(presence.userId) ?? null,
    }));
  }

  private async ask(userIds: string[]): Promise<ReadonlyMap<string, number>> {
    try {
      return await this.source(userIds);
    } catch (error) {
      // Who is online is known without it.
      this.logger.warn({ msg: 'could not read last_seen', err: error });
      return new Map();
    }
  }
}
