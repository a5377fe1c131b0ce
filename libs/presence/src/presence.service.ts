import { Injectable } from '@nestjs/common';
import type { DeviceType } from './device-type';
import type { OwnPresence, Presence } from './presence';
import { PresenceTracker } from './presence-tracker';

/** Presence for other modules. */
@Injectable()
export class PresenceService {
  constructor(private readonly tracker: PresenceTracker) {}

  /** Records a request. Cheap enough for every request. */
  recordRequestActivity(userId: string, sessionId: string, deviceType?: DeviceType): void {
    void this.tracker.recordRequestActivity(userId, sessionId, deviceType);
  }

  /** Revoked sessions stop counting, on every node. */
  onSessionsRevoked(userId: string, sessionIds: readonly string[]): void {
    if (sessionIds.length > 0) void this.tracker.revokeSessions(userId, sessionIds);
  }

  /** Also clears the manual status. */
  onAccountDeleted(userId: string, sessionIds: readonly string[]): void {
    this.onSessionsRevoked(userId, sessionIds);
    void this.tracker.setManualStatus(userId, { status: 'online', text: null, until: null });
  }

  /** As others see them. Contains every requested user. */
  getMany(userIds: readonly string[]): Promise<Map<string, Presence>> {
    return this.tracker.read(userIds);
  }

  async getOne(userId: string): Promise<Presence> {
    return (await this.tracker.read([userId])).get(userId)!;
  }

  /** As the user sees themself. */
  getOwn(userId: string): Promise<OwnPresence> {
    return this.tracker.readOwn(userId);
  }

  /** Ids of all users who are visibly online. */
  listOnlineUserIds(): Promise<string[]> {
    return this.tracker.listOnlineUserIds();
  }
}
