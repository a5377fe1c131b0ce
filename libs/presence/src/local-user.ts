import type { LivenessSignal } from './aggregate-presence';
import type { Connection, DeviceKind, StatusChoice } from './presence';
import { HEARTBEAT_TTL_MS, DISCONNECT_GRACE_MS } from './presence-limits';

/** Minimum interval between syncs of a session's heartbeat: a third of its TTL. */
export const HEARTBEAT_SYNC_INTERVAL_MS = 30_000;
/** The same if the session has a socket on another node: shorter than the grace period of 8 s. */
const SHADOWED_HEARTBEAT_SYNC_INTERVAL_MS = 5000;

export interface LocalConnection extends Connection {
  idle: boolean;
  activeAt: number;
  /** When it was lost uncleanly. It may reconnect. */
  disconnectedAt?: number;
}

/** The latest heartbeat of a session. */
export interface Heartbeat {
  kind?: DeviceKind;
  /** Of the latest one. */
  at: number;
  /** Time of the last synced heartbeat. */
  syncedAt: number;
  /** Earliest time of the next sync. */
  nextSyncAt: number;
  /** At the last sync the session had an open socket, so the heartbeat did not count. */
  isShadowed: boolean;
}

/** What a sync reports about a user. */
export interface LocalUserSnapshot {
  connections: LocalConnection[];
  /** The latest heartbeat of each session. */
  heartbeats: { sessionId: string; kind?: DeviceKind; at: number }[];
  /** When sessions lost their sockets, as far as it is not synced. */
  disconnects: [sessionId: string, at: number][];
}

/** Session ids whose heartbeat did not count. */
export interface HeartbeatOutcomes {
  /** The session has an open socket. */
  shadowed: readonly string[];
  /** The session lost a socket after the heartbeat. */
  superseded: readonly string[];
}

/** Connections and heartbeats of a user on this node. */
export class LocalUser {
  readonly connections = new Map<string, LocalConnection>();
  readonly heartbeats = new Map<string, Heartbeat>();
  /** When sessions lost their sockets: earlier heartbeats do not count. */
  readonly disconnects = new Map<string, number>();
  manualStatus: StatusChoice | null = null;
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
    const counts = ({ at, syncedAt, isShadowed }: Heartbeat) =>
      at + HEARTBEAT_TTL_MS > now && !(isShadowed && at === syncedAt);
    return {
      connections: [...this.connections.values()].filter(
        ({ disconnectedAt }) => disconnectedAt === undefined || disconnectedAt + DISCONNECT_GRACE_MS > now,
      ),
      heartbeats: [...this.heartbeats]
        .filter(([, heartbeat]) => counts(heartbeat))
        .map(([sessionId, { kind, at }]) => ({ sessionId, kind, at })),
      disconnects: [...this.disconnects],
    };
  }

  /** Redis has stored the snapshot; `outcomes` are the heartbeats that did not count. */
  markSynced({ heartbeats, disconnects }: LocalUserSnapshot, outcomes: HeartbeatOutcomes, now: number): void {
    for (const [sessionId, at] of disconnects)
      if (this.disconnects.get(sessionId) === at) this.disconnects.delete(sessionId);
    for (const { sessionId, at } of heartbeats) {
      const heartbeat = this.heartbeats.get(sessionId);
      if (!heartbeat) continue;
      if (outcomes.superseded.includes(sessionId)) {
        // The next heartbeat counts again, so it is synced at once.
        if (heartbeat.at === at) this.heartbeats.delete(sessionId);
        heartbeat.nextSyncAt = 0;
        continue;
      }
      heartbeat.syncedAt = at;
      heartbeat.isShadowed = outcomes.shadowed.includes(sessionId);
      heartbeat.nextSyncAt =
        now + (heartbeat.isShadowed ? SHADOWED_HEARTBEAT_SYNC_INTERVAL_MS : HEARTBEAT_SYNC_INTERVAL_MS);
    }
  }

  /** Another node changed the user, perhaps a socket: the next heartbeat is synced at once. */
  syncNextHeartbeat(): void {
    for (const heartbeat of this.heartbeats.values()) heartbeat.nextSyncAt = 0;
  }

  hasUnsyncedHeartbeat(): boolean {
    return [...this.heartbeats.values()].some(({ at, syncedAt }) => at > syncedAt);
  }

  signals(): LivenessSignal[] {
    const signals: LivenessSignal[] = [...this.connections.values()].map(({ kind, idle, disconnectedAt }) =>
      disconnectedAt === undefined
        ? { kind, idle }
        : { kind, idle, expiresAt: disconnectedAt + DISCONNECT_GRACE_MS, seenAt: disconnectedAt },
    );
    for (const { kind, at } of this.heartbeats.values())
      signals.push({ kind, idle: false, expiresAt: at + HEARTBEAT_TTL_MS, seenAt: at });
    if (this.lastRemovedAt > 0)
      signals.push({ idle: false, expiresAt: this.lastRemovedAt, seenAt: this.lastRemovedAt });
    return signals;
  }

  openConnections(): LocalConnection[] {
    return [...this.connections.values()].filter(({ disconnectedAt }) => disconnectedAt === undefined);
  }

  isEmpty(): boolean {
    return this.connections.size === 0 && this.heartbeats.size === 0 && this.disconnects.size === 0;
  }
}
