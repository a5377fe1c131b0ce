import { type Beat, BEAT_EVERY_MS, LocalUser, type LocalConnection } from './local-user';
import type { Connection, DeviceKind } from './presence';
import { BEAT_MS, GRACE_MS, IDLE_MS } from './presence-store';

export type Clock = () => number;

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

  /** It has never been open. */
  refuse(id: string): void {
    const connection = this.connections.get(id);
    if (connection) this.drop(connection);
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
    const now = this.now();
    if (now - (user.beats.get(sessionId)?.at ?? now) >= BEAT_MS) this.removeBeat(user, sessionId);
    const beat = user.beats.get(sessionId) ?? { at: now, toldAt: 0, tellFrom: 0, isBesideSocket: false };
    Object.assign(beat, { kind, at: now });
    user.beats.set(sessionId, beat);
    return this.isDue(beat) ? userId : undefined;
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
      for (const [sessionId, beat] of user.beats) {
        if (now - beat.at >= BEAT_MS) this.removeBeat(user, sessionId);
        else if (beat.at === beat.toldAt || !this.isDue(beat)) continue;
        changed.add(userId);
      }
    return changed;
  }

  private turn(connection: LocalConnection, idle: boolean): string | undefined {
    if (connection.idle === idle) return undefined;
    connection.idle = idle;
    return connection.userId;
  }

  private isDue(beat: Beat): boolean {
    const now = this.now();
    if (now < beat.tellFrom) return false;
    beat.tellFrom = now + BEAT_EVERY_MS;
    return true;
  }

  private remove(connection: LocalConnection): void {
    const { sessionId, lostAt = this.now() } = connection;
    const user = this.drop(connection);
    user.lost.set(sessionId, Math.max(lostAt, user.lost.get(sessionId) ?? 0));
    user.left(lostAt);
  }

  private drop({ id, userId }: LocalConnection): LocalUser {
    const user = this.of(userId);
    this.connections.delete(id);
    user.connections.delete(id);
    return user;
  }

  private removeBeat(user: LocalUser, sessionId: string): void {
    const beat = user.beats.get(sessionId);
    if (!beat) return;
    user.beats.delete(sessionId);
    user.left(beat.at);
  }
}
