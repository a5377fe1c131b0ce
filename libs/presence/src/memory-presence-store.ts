import { aggregatePresence, type AggregatedPresence, nextPublicPresence } from './aggregate-presence';
import { type Clock, LocalUsers } from './local-users';
import {
  type Connection,
  type DeviceKind,
  offlinePresence,
  type OwnPresence,
  type Presence,
  type StatusChoice,
} from './presence';
import {
  type ConnectResult,
  MAX_CONNECTIONS,
  PresenceStore,
  type PresenceStats,
  SWEEP_INTERVAL_MS,
} from './presence-store';
import { LastSeenBuffer } from './last-seen-buffer';
import { Watchers } from './watchers';

/** The last aggregated state of a user. */
interface UserEntry {
  own: AggregatedPresence;
  visible: Presence;
}

/** Offline users are deleted after this long: by then the database has their `last_seen`. */
const FORGET_AFTER_MS = 600_000;

const offlineAggregate: AggregatedPresence = aggregatePresence([], null, 0);

/** Presence for a single node. */
export class MemoryPresenceStore extends PresenceStore {
  private readonly local: LocalUsers;
  private readonly entries = new Map<string, UserEntry>();
  private readonly watchers = new Watchers();
  private readonly lastSeen = new LastSeenBuffer();
  private timer?: NodeJS.Timeout;

  constructor(private readonly now: Clock = Date.now) {
    super();
    this.local = new LocalUsers(now);
  }

  async start(): Promise<void> {
    this.timer = setInterval(() => void this.sweep(), SWEEP_INTERVAL_MS).unref();
  }

  /** No other node can show these users: they go offline with this process. */
  async drain(): Promise<void> {
    for (const { visible: others } of this.entries.values())
      if (others.isOnline)
        this.lastSeen.recordOffline(others.userId, this.refresh(others.userId).visible.lastSeen ?? this.now());
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
  }

  async connect(connection: Connection): Promise<ConnectResult> {
    if (this.local.getOrCreate(connection.userId).openConnections().length >= MAX_CONNECTIONS) return 'too_many';
    this.local.connect(connection);
    this.refresh(connection.userId);
    return 'ok';
  }

  async markActive(connectionId: string): Promise<void> {
    this.refreshIfChanged(this.local.markActive(connectionId));
    this.recordSeen(this.local.userIdOf(connectionId));
  }

  async markIdle(connectionId: string): Promise<void> {
    this.refreshIfChanged(this.local.idle(connectionId));
  }

  async disconnect(connectionId: string, how: { clean: boolean }): Promise<void> {
    this.refreshIfChanged(this.local.disconnect(connectionId, how));
  }

  async recordHeartbeat(userId: string, sessionId: string, kind?: DeviceKind): Promise<void> {
    this.refreshIfChanged(this.local.recordHeartbeat(userId, sessionId, kind));
    this.recordSeen(userId);
  }

  async setStatus(userId: string, choice: StatusChoice): Promise<void> {
    this.local.getOrCreate(userId).manualStatus = choice;
    this.refresh(userId);
  }

  async revokeSessions(userId: string, sessionIds: readonly string[]): Promise<void> {
    this.local.revokeSessions(userId, sessionIds);
    this.refresh(userId);
  }

  revokeLocalSessions(userId: string, sessionIds: readonly string[]): Promise<void> {
    return this.revokeSessions(userId, sessionIds);
  }

  async read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    return new Map(userIds.map((userId) => [userId, this.refresh(userId).visible]));
  }

  async readOwn(userId: string): Promise<OwnPresence> {
    const { own, visible: others } = this.refresh(userId);
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
    return [...this.entries.values()]
      .filter(({ visible: others }) => others.isOnline)
      .map(({ visible: others }) => others.userId);
  }

  drainLastSeen(): Map<string, number> {
    return this.lastSeen.drain(this.now());
  }

  restoreLastSeen(taken: ReadonlyMap<string, number>): void {
    this.lastSeen.restore(taken);
  }

  async sweep(): Promise<void> {
    const now = this.now();
    for (const userId of this.local.sweep()) this.refresh(userId);
    for (const [userId, { own, visible: others }] of this.entries) {
      if (own.nextChangeAt <= now) this.refresh(userId);
      else if (own.status === 'offline' && now - (others.lastSeen ?? 0) >= FORGET_AFTER_MS) this.forget(userId);
    }
  }

  stats(): PresenceStats {
    return { connections: this.local.connectionCount, watched: this.watchers.size, reaped: 0 };
  }

  drainMaxLag(): number {
    return 0;
  }

  private refreshIfChanged(userId: string | undefined): void {
    if (userId !== undefined) this.refresh(userId);
  }

  private recordSeen(userId: string | undefined): void {
    if (userId !== undefined && this.entries.get(userId)?.visible.isOnline)
      this.lastSeen.recordSeen(userId, this.now());
  }

  private refresh(userId: string): UserEntry {
    const before = this.entries.get(userId)?.visible ?? offlinePresence(userId);
    const user = this.local.users.get(userId);
    if (!user) return { own: offlineAggregate, visible: offlinePresence(userId) };
    const own = aggregatePresence(user.signals(), user.manualStatus, this.now());
    user.clearRemoved();
    const others = nextPublicPresence(before, own, this.now());
    this.entries.set(userId, { own, visible: others });
    if (others.isOnline && !before.isOnline) this.recordSeen(userId);
    else if (before.isOnline && !others.isOnline) this.lastSeen.recordOffline(userId, others.lastSeen ?? this.now());
    if (others.version !== before.version) this.watchers.emit(others);
    return { own, visible: others };
  }

  private forget(userId: string): void {
    this.entries.delete(userId);
    // The manual status is kept for the next connection.
    if (!this.local.users.get(userId)?.manualStatus) this.local.users.delete(userId);
  }
}
