import { Injectable } from '@nestjs/common';
import type { DeviceKind, OwnPresence, Presence } from './presence';
import { PresenceStore } from './presence-store';

/** What the other rooms tell of their users and ask about them. */
@Injectable()
export class PresenceService {
  constructor(private readonly store: PresenceStore) {}

  /** A sign of life; cheap enough for every request. */
  touch(userId: string, sessionId: string, kind?: DeviceKind): void {
    void this.store.beat(userId, sessionId, kind);
  }

  /** These sessions have ended: they keep nobody online, on whichever process. */
  gone(userId: string, sessionIds: readonly string[]): void {
    if (sessionIds.length > 0) void this.store.end(userId, sessionIds);
  }

  /** The account is gone, and with it what its owner has said of themself. */
  forget(userId: string, sessionIds: readonly string[]): void {
    this.gone(userId, sessionIds);
    void this.store.setStatus(userId, { status: 'online', text: null, until: null });
  }

  /** As others see them; everybody asked for is in the answer. */
  of(userIds: readonly string[]): Promise<Map<string, Presence>> {
    return this.store.read(userIds);
  }

  async ofOne(userId: string): Promise<Presence> {
    return (await this.store.read([userId])).get(userId)!;
  }

  /** As they see themself. */
  own(userId: string): Promise<OwnPresence> {
    return this.store.own(userId);
  }

  /** Ids of everybody whom others see online. */
  online(): Promise<string[]> {
    return this.store.onlineUsers();
  }
}
