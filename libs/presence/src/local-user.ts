import type { LivenessSignal } from './aggregate-presence';
import type { DeviceType } from './device-type';
import type { Connection, ManualStatus } from './presence';
import { REQUEST_ACTIVITY_TTL_MS, DISCONNECT_GRACE_MS } from './presence-limits';

/** Minimum interval between syncs of a session's request: a third of its TTL. */
export const REQUEST_ACTIVITY_SYNC_INTERVAL_MS = 30_000;
/** The same if the session has a socket on another node: shorter than the grace period of 8 s. */
const SHADOWED_REQUEST_ACTIVITY_SYNC_INTERVAL_MS = 5000;

export interface LocalConnection extends Connection {
  idle: boolean;
  activeAt: number;
  /** When it was lost uncleanly. It may reconnect. */
  disconnectedAt?: number;
}

/** The latest request of a session. */
export interface RequestActivity {
  deviceType?: DeviceType;
  /** Of the latest one. */
  at: number;
  /** Time of the last synced request. */
  syncedAt: number;
  /** Earliest time of the next sync. */
  nextSyncAt: number;
  /** At the last sync the session had an open socket, so the request did not count. */
  isShadowed: boolean;
}

/** What a sync reports about a user. */
export interface LocalUserSnapshot {
  connections: LocalConnection[];
  /** The latest request of each session. */
  requestActivities: { sessionId: string; deviceType?: DeviceType; at: number }[];
  /** When sessions lost their sockets, as far as it is not synced. */
  disconnects: [sessionId: string, at: number][];
}

/** Session ids whose request did not count. */
export interface RequestActivityOutcomes {
  /** The session has an open socket. */
  shadowed: readonly string[];
  /** The session lost a socket after the request. */
  superseded: readonly string[];
}

/** Connections and requests of a user on this node. */
export class LocalUser {
  readonly connections = new Map<string, LocalConnection>();
  readonly requestActivities = new Map<string, RequestActivity>();
  /** When sessions lost their sockets: earlier requests do not count. */
  readonly disconnects = new Map<string, number>();
  manualStatus: ManualStatus | null = null;
  /** Time of the latest signal that was removed. */
  private lastRemovedAt = 0;

  recordRemoved(at: number): void {
    this.lastRemovedAt = Math.max(this.lastRemovedAt, at);
  }

  /** Removed signals are part of the aggregate now. */
  clearRemoved(): void {
    this.lastRemovedAt = 0;
    this.disconnects.clear();
  }

  snapshot(now: number): LocalUserSnapshot {
    const counts = ({ at, syncedAt, isShadowed }: RequestActivity) =>
      at + REQUEST_ACTIVITY_TTL_MS > now && !(isShadowed && at === syncedAt);
    return {
      connections: [...this.connections.values()].filter(
        ({ disconnectedAt }) => disconnectedAt === undefined || disconnectedAt + DISCONNECT_GRACE_MS > now,
      ),
      requestActivities: [...this.requestActivities]
        .filter(([, activity]) => counts(activity))
        .map(([sessionId, { deviceType, at }]) => ({ sessionId, deviceType, at })),
      disconnects: [...this.disconnects],
    };
  }

  /** Redis has stored the snapshot; `outcomes` are the requests that did not count. */
  markSynced(
    { requestActivities, disconnects }: LocalUserSnapshot,
    outcomes: RequestActivityOutcomes,
    now: number,
  ): void {
    for (const [sessionId, at] of disconnects)
      if (this.disconnects.get(sessionId) === at) this.disconnects.delete(sessionId);
    for (const { sessionId, at } of requestActivities) {
      const activity = this.requestActivities.get(sessionId);
      if (!activity) continue;
      if (outcomes.superseded.includes(sessionId)) {
        // The next request counts again, so it is synced at once.
        if (activity.at === at) this.requestActivities.delete(sessionId);
        activity.nextSyncAt = 0;
        continue;
      }
      activity.syncedAt = at;
      activity.isShadowed = outcomes.shadowed.includes(sessionId);
      activity.nextSyncAt =
        now + (activity.isShadowed ? SHADOWED_REQUEST_ACTIVITY_SYNC_INTERVAL_MS : REQUEST_ACTIVITY_SYNC_INTERVAL_MS);
    }
  }

  /** Another node changed the user, perhaps a socket: the next request is synced at once. */
  syncNextRequestActivity(): void {
    for (const activity of this.requestActivities.values()) activity.nextSyncAt = 0;
  }

  hasUnsyncedRequestActivity(): boolean {
    return [...this.requestActivities.values()].some(({ at, syncedAt }) => at > syncedAt);
  }

  signals(): LivenessSignal[] {
    const signals: LivenessSignal[] = [...this.connections.values()].map(({ deviceType, idle, disconnectedAt }) =>
      disconnectedAt === undefined
        ? { deviceType, idle }
        : { deviceType, idle, expiresAt: disconnectedAt + DISCONNECT_GRACE_MS, seenAt: disconnectedAt },
    );
    for (const { deviceType, at } of this.requestActivities.values())
      signals.push({ deviceType, idle: false, expiresAt: at + REQUEST_ACTIVITY_TTL_MS, seenAt: at });
    if (this.lastRemovedAt > 0)
      signals.push({ idle: false, expiresAt: this.lastRemovedAt, seenAt: this.lastRemovedAt });
    return signals;
  }

  openConnections(): LocalConnection[] {
    return [...this.connections.values()].filter(({ disconnectedAt }) => disconnectedAt === undefined);
  }

  /** Asked for nearly every request, so it copies nothing. */
  hasOpenConnection(sessionId: string): boolean {
    for (const connection of this.connections.values())
      if (connection.sessionId === sessionId && connection.disconnectedAt === undefined) return true;
    return false;
  }

  isEmpty(): boolean {
    return this.connections.size === 0 && this.requestActivities.size === 0 && this.disconnects.size === 0;
  }
}
