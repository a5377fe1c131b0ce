import { databaseClock } from '#platform';
import { aggregatePresence, type AggregatedPresence, nextPublicPresence } from './aggregate-presence';
import { LocalPresence } from './local-presence';
import type { Clock } from './local-users';
import { offlinePresence, type OwnPresence, type Presence, type ManualStatus } from './presence';
import type { PresenceBackend } from './presence-backend';
import { Watchers } from './watchers';

/** The last aggregated state of a user. */
interface AggregatedUser {
  own: AggregatedPresence;
  visible: Presence;
}

/** Offline users are deleted after this long: by then the database has their `last_seen`. */
const FORGET_AFTER_MS = 600_000;

const offlineAggregate: AggregatedPresence = aggregatePresence([], null, 0);

/** Aggregates the users of a single node. */
export class MemoryBackend implements PresenceBackend {
  readonly local: LocalPresence;
  private readonly aggregated = new Map<string, AggregatedUser>();

  constructor(now: Clock = () => databaseClock.now()) {
    this.local = new LocalPresence(now, new Watchers());
  }

  async start(): Promise<void> {}

  /** No other node can show these users: they go offline with this process. */
  async drain(): Promise<void> {
    for (const userId of this.visibleUserIds()) {
      const { visible } = this.aggregate(userId);
      this.local.lastSeen.recordOffline(userId, visible.lastSeen ?? this.local.now());
    }
  }

  stop(): void {}

  async registerConnection({ userId }: { userId: string }): Promise<boolean> {
    await this.sync(userId);
    return true;
  }

  async sync(userId: string): Promise<void> {
    this.refresh(userId);
  }

  syncSoon(userId: string): Promise<void> {
    return this.sync(userId);
  }

  isVisible(userId: string): boolean {
    return this.aggregated.get(userId)?.visible.isOnline ?? false;
  }

  async setManualStatus(userId: string, manualStatus: ManualStatus): Promise<void> {
    this.local.users.getOrCreate(userId).manualStatus = manualStatus;
    await this.sync(userId);
  }

  revoke(userId: string): Promise<void> {
    return this.sync(userId);
  }

  async read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    return new Map(userIds.map((userId) => [userId, this.aggregate(userId).visible]));
  }

  async readOwn(userId: string): Promise<OwnPresence> {
    const { own, visible } = this.aggregate(userId);
    const { status, text, devices, manualStatus } = own;
    return { ...visible, isOnline: status !== 'offline', status, text, devices, manualStatus };
  }

  async listOnlineUserIds(): Promise<string[]> {
    await this.sweep();
    return this.visibleUserIds();
  }

  async sweep(): Promise<void> {
    const now = this.local.now();
    for (const userId of this.local.users.sweep()) this.refresh(userId);
    for (const [userId, { own, visible }] of this.aggregated) {
      if (own.nextChangeAt <= now) this.refresh(userId);
      else if (own.status === 'offline' && now - (visible.lastSeen ?? 0) >= FORGET_AFTER_MS) this.forget(userId);
    }
  }

  private refresh(userId: string): void {
    const { visible } = this.aggregate(userId);
    if (visible.isOnline) this.local.lastSeen.recordSeen(userId, visible.lastSeen ?? this.local.now());
  }

  private visibleUserIds(): string[] {
    return [...this.aggregated.keys()].filter((userId) => this.isVisible(userId));
  }

  private aggregate(userId: string): AggregatedUser {
    const before = this.aggregated.get(userId)?.visible ?? offlinePresence(userId);
    const { users, now } = this.local;
    const user = users.byId.get(userId);
    if (!user) return { own: offlineAggregate, visible: offlinePresence(userId) };
    const own = aggregatePresence(user.signals(), user.manualStatus, now());
    user.clearRemoved();
    const visible = nextPublicPresence(before, own, now());
    this.aggregated.set(userId, { own, visible });
    this.publish(before, visible);
    return { own, visible };
  }

  private publish(before: Presence, visible: Presence): void {
    const { lastSeen, watchers, now } = this.local;
    const { userId } = visible;
    if (visible.isOnline && !before.isOnline) lastSeen.recordSeen(userId, now());
    else if (before.isOnline && !visible.isOnline) lastSeen.recordOffline(userId, visible.lastSeen ?? now());
    if (visible.version !== before.version) watchers.emit(visible);
  }

  private forget(userId: string): void {
    this.aggregated.delete(userId);
    // The manual status is kept for the next connection.
    if (!this.local.users.byId.get(userId)?.manualStatus) this.local.users.byId.delete(userId);
  }
}
