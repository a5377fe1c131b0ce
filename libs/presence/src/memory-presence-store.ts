import { fold, type Folded, succeed } from './fold';
import { type Clock, LocalUsers } from './local-users';
import {
  type Connection,
  type DeviceKind,
  offlinePresence,
  type OwnPresence,
  type Presence,
  type StatusChoice,
} from './presence';
import { type Connected, MAX_CONNECTIONS, PresenceStore, type PresenceStats, SWEEP_MS } from './presence-store';
import { UnsavedLastSeen } from './unsaved-last-seen';
import { Watchers } from './watchers';

/** How a user was when last looked at. */
interface Known {
  own: Folded;
  others: Presence;
}

/** Somebody who is gone is forgotten after this long: by then the database knows when they were last seen. */
const FORGET_MS = 600_000;

const nothing: Folded = fold([], null, 0);

/** One process, which sees everybody there is. */
export class MemoryPresenceStore extends PresenceStore {
  private readonly local: LocalUsers;
  private readonly known = new Map<string, Known>();
  private readonly watchers = new Watchers();
  private readonly lastSeen = new UnsavedLastSeen();
  private timer?: NodeJS.Timeout;

  constructor(private readonly now: Clock = Date.now) {
    super();
    this.local = new LocalUsers(now);
  }

  async start(): Promise<void> {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  /** Nobody else can show them: they go with this process. */
  async drain(): Promise<void> {
    for (const { others } of this.known.values())
      if (others.isOnline) this.lastSeen.gone(others.userId, this.look(others.userId).others.lastSeen ?? this.now());
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
  }

  async connect(connection: Connection): Promise<Connected> {
    if (this.local.of(connection.userId).open().length >= MAX_CONNECTIONS) return 'too_many';
    this.local.connect(connection);
    this.look(connection.userId);
    return 'ok';
  }

  async activity(connectionId: string): Promise<void> {
    this.changed(this.local.activity(connectionId));
    this.isThere(this.local.userOf(connectionId));
  }

  async idle(connectionId: string): Promise<void> {
    this.changed(this.local.idle(connectionId));
  }

  async disconnect(connectionId: string, how: { clean: boolean }): Promise<void> {
    this.changed(this.local.disconnect(connectionId, how));
  }

  async beat(userId: string, sessionId: string, kind?: DeviceKind): Promise<void> {
    this.changed(this.local.beat(userId, sessionId, kind));
    this.isThere(userId);
  }

  async setStatus(userId: string, choice: StatusChoice): Promise<void> {
    this.local.of(userId).said = choice;
    this.look(userId);
  }

  async end(userId: string, sessionIds: readonly string[]): Promise<void> {
    this.local.end(userId, sessionIds);
    this.look(userId);
  }

  endHere(userId: string, sessionIds: readonly string[]): Promise<void> {
    return this.end(userId, sessionIds);
  }

  async read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    return new Map(userIds.map((userId) => [userId, this.look(userId).others]));
  }

  async own(userId: string): Promise<OwnPresence> {
    const { own, others } = this.look(userId);
    const { status, text, devices, choice } = own;
    return { ...others, isOnline: status !== 'offline', status, text, devices, choice };
  }

  watch(userIds: readonly string[]): void {
    this.watchers.watch(userIds);
  }

  unwatch(userIds: readonly string[]): void {
    this.watchers.unwatch(userIds);
  }

  onChange(listener: (presence: Presence) => void): () => void {
    return this.watchers.onChange(listener);
  }

  async onlineUsers(): Promise<string[]> {
    await this.sweep();
    return [...this.known.values()].filter(({ others }) => others.isOnline).map(({ others }) => others.userId);
  }

  takeLastSeen(): Map<string, number> {
    return this.lastSeen.take(this.now());
  }

  giveBack(taken: ReadonlyMap<string, number>): void {
    this.lastSeen.giveBack(taken);
  }

  async sweep(): Promise<void> {
    const now = this.now();
    for (const userId of this.local.sweep()) this.look(userId);
    for (const [userId, { own, others }] of this.known) {
      if (own.next <= now) this.look(userId);
      else if (own.status === 'offline' && now - (others.lastSeen ?? 0) >= FORGET_MS) this.forget(userId);
    }
  }

  stats(): PresenceStats {
    return { connections: this.local.size, watched: this.watchers.size, reaped: 0 };
  }

  takeLag(): number {
    return 0;
  }

  private changed(userId: string | undefined): void {
    if (userId !== undefined) this.look(userId);
  }

  private isThere(userId: string | undefined): void {
    if (userId !== undefined && this.known.get(userId)?.others.isOnline) this.lastSeen.there(userId, this.now());
  }

  private look(userId: string): Known {
    const before = this.known.get(userId)?.others ?? offlinePresence(userId);
    const user = this.local.users.get(userId);
    if (!user) return { own: nothing, others: offlinePresence(userId) };
    const own = fold(user.signs(), user.said, this.now());
    user.folded();
    const others = succeed(before, own, this.now());
    this.known.set(userId, { own, others });
    if (others.isOnline && !before.isOnline) this.isThere(userId);
    else if (before.isOnline && !others.isOnline) this.lastSeen.gone(userId, others.lastSeen ?? this.now());
    if (others.version !== before.version) this.watchers.tell(others);
    return { own, others };
  }

  private forget(userId: string): void {
    this.known.delete(userId);
    // What they said of themself is kept for when they come back.
    if (!this.local.users.get(userId)?.said) this.local.users.delete(userId);
  }
}
