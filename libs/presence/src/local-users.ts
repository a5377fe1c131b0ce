import { type RequestActivity, REQUEST_ACTIVITY_SYNC_INTERVAL_MS, LocalUser, type LocalConnection } from './local-user';
import type { DeviceType } from './device-type';
import type { Connection } from './presence';
import { REQUEST_ACTIVITY_TTL_MS, DISCONNECT_GRACE_MS, IDLE_AFTER_MS } from './presence-limits';

export type Clock = () => number;

/** Connections and requests of this node. Methods return the id of the user to sync, if any. */
export class LocalUsers {
  readonly byId = new Map<string, LocalUser>();
  private readonly connections = new Map<string, LocalConnection>();

  constructor(private readonly now: Clock) {}

  get connectionCount(): number {
    return this.connections.size;
  }

  userIdOf(connectionId: string): string | undefined {
    return this.connections.get(connectionId)?.userId;
  }

  hasSessions(userId: string, sessionIds: readonly string[]): boolean {
    const user = this.byId.get(userId);
    if (!user) return false;
    if (sessionIds.some((id) => user.requestActivities.has(id))) return true;
    return [...user.connections.values()].some(({ sessionId }) => sessionIds.includes(sessionId));
  }

  getOrCreate(userId: string): LocalUser {
    let user = this.byId.get(userId);
    if (!user) this.byId.set(userId, (user = new LocalUser()));
    return user;
  }

  connect({ id, userId, sessionId, deviceType }: Connection): void {
    const user = this.getOrCreate(userId);
    const lost = [...user.connections.values()].find(
      (each) => each.disconnectedAt !== undefined && each.sessionId === sessionId && each.deviceType === deviceType,
    );
    // A reconnect replaces the lost connection, so that its grace period has no effect.
    if (lost) this.removeConnection(lost);
    const connection = { id, userId, sessionId, deviceType, idle: false, activeAt: this.now() };
    this.connections.set(id, connection);
    user.connections.set(id, connection);
    // From now on the socket decides whether the session is online.
    user.requestActivities.delete(sessionId);
  }

  markActive(id: string): string | undefined {
    const connection = this.connections.get(id);
    if (!connection) return undefined;
    connection.activeAt = this.now();
    return this.setIdle(connection, false);
  }

  markIdle(id: string): string | undefined {
    const connection = this.connections.get(id);
    return connection && this.setIdle(connection, true);
  }

  /** Removes a connection that never counted. */
  rejectConnection(id: string): void {
    const connection = this.connections.get(id);
    if (connection) this.deleteConnection(connection);
  }

  disconnect(id: string, { clean }: { clean: boolean }): string | undefined {
    const connection = this.connections.get(id);
    if (!connection || connection.disconnectedAt !== undefined) return undefined;
    if (clean) this.removeConnection(connection);
    else connection.disconnectedAt = this.now();
    return connection.userId;
  }

  recordRequestActivity(userId: string, sessionId: string, deviceType?: DeviceType): string | undefined {
    const user = this.getOrCreate(userId);
    if (user.hasOpenConnection(sessionId)) return undefined;
    const now = this.now();
    let activity = user.requestActivities.get(sessionId);
    if (activity && now - activity.at >= REQUEST_ACTIVITY_TTL_MS) {
      this.removeRequestActivity(user, sessionId);
      activity = undefined;
    }
    if (!activity) {
      activity = { at: now, deviceType, syncedAt: 0, nextSyncAt: 0, isShadowed: false };
      user.requestActivities.set(sessionId, activity);
    }
    activity.at = now;
    activity.deviceType = deviceType;
    return this.claimSync(activity) ? userId : undefined;
  }

  revokeSessions(userId: string, sessionIds: readonly string[]): void {
    const user = this.byId.get(userId);
    if (!user) return;
    for (const connection of user.connections.values())
      if (sessionIds.includes(connection.sessionId)) this.removeConnection(connection);
    for (const id of sessionIds) this.removeRequestActivity(user, id);
  }

  /** Removes what has expired and marks inactive devices idle. */
  sweep(): Set<string> {
    const now = this.now();
    const changed = new Set<string>();
    for (const connection of this.connections.values()) {
      if (connection.disconnectedAt !== undefined && now - connection.disconnectedAt >= DISCONNECT_GRACE_MS)
        this.removeConnection(connection);
      else if (connection.idle || now - connection.activeAt < IDLE_AFTER_MS) continue;
      else connection.idle = true;
      changed.add(connection.userId);
    }
    for (const [userId, user] of this.byId)
      for (const [sessionId, activity] of user.requestActivities) {
        if (now - activity.at >= REQUEST_ACTIVITY_TTL_MS) this.removeRequestActivity(user, sessionId);
        else if (activity.at === activity.syncedAt || !this.claimSync(activity)) continue;
        changed.add(userId);
      }
    return changed;
  }

  private setIdle(connection: LocalConnection, idle: boolean): string | undefined {
    if (connection.idle === idle) return undefined;
    connection.idle = idle;
    return connection.userId;
  }

  private claimSync(activity: RequestActivity): boolean {
    const now = this.now();
    if (now < activity.nextSyncAt) return false;
    activity.nextSyncAt = now + REQUEST_ACTIVITY_SYNC_INTERVAL_MS;
    return true;
  }

  private removeConnection(connection: LocalConnection): void {
    const { sessionId, disconnectedAt = this.now() } = connection;
    const user = this.deleteConnection(connection);
    user.disconnects.set(sessionId, Math.max(disconnectedAt, user.disconnects.get(sessionId) ?? 0));
    user.recordRemoved(disconnectedAt);
  }

  private deleteConnection({ id, userId }: LocalConnection): LocalUser {
    const user = this.getOrCreate(userId);
    this.connections.delete(id);
    user.connections.delete(id);
    return user;
  }

  private removeRequestActivity(user: LocalUser, sessionId: string): void {
    const activity = user.requestActivities.get(sessionId);
    if (!activity) return;
    user.requestActivities.delete(sessionId);
    user.recordRemoved(activity.at);
  }
}
