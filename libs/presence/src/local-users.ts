import type { Sign } from './fold';
import type { Connection, DeviceKind, StatusChoice } from './presence';
import { BEAT_MS, GRACE_MS, IDLE_MS } from './presence-store';

export type Clock = () => number;

/** A request is told to the store at most this often: three of them fit into the time for which one counts. */
const BEAT_EVERY_MS = 30_000;

export interface LocalConnection extends Connection {
  idle: boolean;
  activeAt: number;
  /** When it was lost; it may come back. */
  lostAt?: number;
}

export interface Beat {
  kind?: DeviceKind;
  at: number;
}

/** What this process knows at first hand of a user. */
export class LocalUser {
  readonly connections = new Map<string, LocalConnection>();
  readonly beats = new Map<string, Beat>();
  said: StatusChoice | null = null;
  /** When what was taken away was last there. */
  private leftAt = 0;

  left(at: number): void {
    this.leftAt = Math.max(this.leftAt, at);
  }

  /** What was taken away has been folded in. */
  folded(): void {
    this.leftAt = 0;
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
    return this.connections.size === 0 && this.beats.size === 0;
  }
}

/** The sockets and requests of this process. Each change tells whose presence may be another now, if anybody's. */
export class LocalUsers {
  readonly users = new Map<string, LocalUser>();
  private readonly connections = new Map<string, LocalConnection>();

  constructor(private readonly now: Clock) {}

  get size(): number {
    return this.connections.size;
  }

  userOf(connectionId: string): string | undefined {
    return this.connections.get(connectionId)?.userId;
  }

  has(userId: string, sessionIds: readonly string[]): boolean {
    const user = this.users.get(userId);
    if (!user) return false;
    if (sessionIds.some((id) => user.beats.has(id))) return true;
    return [...user.connections.values()].some(({ sessionId }) => sessionIds.includes(sessionId));
  }

  of(userId: string): LocalUser {
    let user = this.users.get(userId);
    if (!user) this.users.set(userId, (user = new LocalUser()));
    return user;
  }

  connect({ id, userId, sessionId, kind }: Connection): void {
    const user = this.of(userId);
    const lost = [...user.connections.values()].find(
      (each) => each.lostAt !== undefined && each.sessionId === sessionId && each.kind === kind,
    );
    // That is the one that has come back: nobody need wait for it, and nothing will change when its time is over.
    if (lost) this.remove(lost);
    const connection = { id, userId, sessionId, kind, idle: false, activeAt: this.now() };
    this.connections.set(id, connection);
    user.connections.set(id, connection);
    // From now on the socket tells whether the session is there.
    user.beats.delete(sessionId);
  }

  activity(id: string): string | undefined {
    const connection = this.connections.get(id);
    if (!connection) return undefined;
    connection.activeAt = this.now();
    return this.turn(connection, false);
  }

  idle(id: string): string | undefined {
    const connection = this.connections.get(id);
    return connection && this.turn(connection, true);
  }

  disconnect(id: string, { clean }: { clean: boolean }): string | undefined {
    const connection = this.connections.get(id);
    if (!connection || connection.lostAt !== undefined) return undefined;
    if (clean) this.remove(connection);
    else connection.lostAt = this.now();
    return connection.userId;
  }

  beat(userId: string, sessionId: string, kind?: DeviceKind): string | undefined {
    const user = this.of(userId);
    if (user.open().some((connection) => connection.sessionId === sessionId)) return undefined;
    if (this.now() - (user.beats.get(sessionId)?.at ?? -Infinity) < BEAT_EVERY_MS) return undefined;
    user.beats.set(sessionId, { kind, at: this.now() });
    return userId;
  }

  end(userId: string, sessionIds: readonly string[]): void {
    const user = this.users.get(userId);
    if (!user) return;
    for (const connection of user.connections.values())
      if (sessionIds.includes(connection.sessionId)) this.remove(connection);
    for (const id of sessionIds) this.removeBeat(user, id);
  }

  /** Forgets what has run out; devices that nobody has touched turn idle. */
  sweep(): Set<string> {
    const now = this.now();
    const changed = new Set<string>();
    for (const connection of this.connections.values()) {
      if (connection.lostAt !== undefined && now - connection.lostAt >= GRACE_MS) this.remove(connection);
      else if (connection.idle || now - connection.activeAt < IDLE_MS) continue;
      else connection.idle = true;
      changed.add(connection.userId);
    }
    for (const [userId, user] of this.users)
      for (const [sessionId, { at }] of user.beats)
        if (now - at >= BEAT_MS) {
          this.removeBeat(user, sessionId);
          changed.add(userId);
        }
    return changed;
  }

  private turn(connection: LocalConnection, idle: boolean): string | undefined {
    if (connection.idle === idle) return undefined;
    connection.idle = idle;
    return connection.userId;
  }

  private remove({ id, userId, lostAt }: LocalConnection): void {
    const user = this.of(userId);
    this.connections.delete(id);
    user.connections.delete(id);
    user.left(lostAt ?? this.now());
  }

  private removeBeat(user: LocalUser, sessionId: string): void {
    const beat = user.beats.get(sessionId);
    if (!beat) return;
    user.beats.delete(sessionId);
    user.left(beat.at);
  }
}
