import type { Sign } from './fold';
import type { Connection, DeviceKind, StatusChoice } from './presence';
import { BEAT_MS, GRACE_MS } from './presence-store';

/** A session's requests are told to others at most this often: three times in the time for which one counts. */
export const BEAT_EVERY_MS = 30_000;
/** Where the session has a socket elsewhere: so often that the next one is known before the 8 s of grace are over. */
const BEAT_BESIDE_SOCKET_MS = 5000;

export interface LocalConnection extends Connection {
  idle: boolean;
  activeAt: number;
  /** When it was lost; it may come back. */
  lostAt?: number;
}

/** What is known of a session's requests. */
export interface Beat {
  kind?: DeviceKind;
  /** Of the latest one. */
  at: number;
  /** Of the latest one that others were told of. */
  toldAt: number;
  /** From then on a later one is told. */
  tellFrom: number;
  /** The session had a socket elsewhere when that was told, so it counts for nothing. */
  isBesideSocket: boolean;
}

/** What others are told of a user. */
export interface Snapshot {
  connections: LocalConnection[];
  /** Of each session the latest. */
  requests: { sessionId: string; kind?: DeviceKind; at: number }[];
  /** When sessions lost sockets, if others may not know yet. */
  lost: [sessionId: string, at: number][];
}

/** Sessions, by what became of their latest request as others see it. */
export interface JudgedRequests {
  /** They have an open socket: as long as they do, only that counts. */
  besideSocket: readonly string[];
  /** They lost a socket after the request. */
  void: readonly string[];
}

/** What this process knows at first hand of a user. */
export class LocalUser {
  readonly connections = new Map<string, LocalConnection>();
  readonly beats = new Map<string, Beat>();
  /** When sockets of these sessions were gone: what was asked before does not count. */
  readonly lost = new Map<string, number>();
  said: StatusChoice | null = null;
  /** When what was taken away was last there. */
  private leftAt = 0;

  left(at: number): void {
    this.leftAt = Math.max(this.leftAt, at);
  }

  /** What was taken away has been folded in. */
  folded(): void {
    this.leftAt = 0;
    this.lost.clear();
  }

  snapshot(now: number): Snapshot {
    const counts = ({ at, toldAt, isBesideSocket }: Beat) => at + BEAT_MS > now && !(isBesideSocket && at === toldAt);
    return {
      connections: [...this.connections.values()].filter(
        ({ lostAt }) => lostAt === undefined || lostAt + GRACE_MS > now,
      ),
      requests: [...this.beats]
        .filter(([, beat]) => counts(beat))
        .map(([sessionId, { kind, at }]) => ({ sessionId, kind, at })),
      lost: [...this.lost],
    };
  }

  /** Others know it now, and this is what they made of it. */
  told({ requests, lost }: Snapshot, judged: JudgedRequests, now: number): void {
    for (const [sessionId, at] of lost) if (this.lost.get(sessionId) === at) this.lost.delete(sessionId);
    for (const { sessionId, at } of requests) {
      const beat = this.beats.get(sessionId);
      if (!beat) continue;
      if (judged.void.includes(sessionId)) {
        // The next one is the first that counts.
        if (beat.at === at) this.beats.delete(sessionId);
        beat.tellFrom = 0;
        continue;
      }
      beat.toldAt = at;
      beat.isBesideSocket = judged.besideSocket.includes(sessionId);
      beat.tellFrom = now + (beat.isBesideSocket ? BEAT_BESIDE_SOCKET_MS : BEAT_EVERY_MS);
    }
  }

  /** Something has changed elsewhere, a socket perhaps: the next request may count for more than the last one. */
  tellNext(): void {
    for (const beat of this.beats.values()) beat.tellFrom = 0;
  }

  hasUntoldRequest(): boolean {
    return [...this.beats.values()].some(({ at, toldAt }) => at > toldAt);
  }

  signs(): Sign[] {
    const signs: Sign[] = [...this.connections.values()].map(({ kind, idle, lostAt }) =>
      lostAt === undefined ? { kind, idle } : { kind, idle, until: lostAt + GRACE_MS, seen: lostAt },
    );
    for (const { kind, at } of this.beats.values()) signs.push({ kind, idle: false, until: at + BEAT_MS, seen: at });
    if (this.leftAt > 0) signs.push({ idle: false, until: this.leftAt, seen: this.leftAt });
    return signs;
  }

  open(): LocalConnection[] {
    return [...this.connections.values()].filter(({ lostAt }) => lostAt === undefined);
  }

  isEmpty(): boolean {
    return this.connections.size === 0 && this.beats.size === 0 && this.lost.size === 0;
  }
}
