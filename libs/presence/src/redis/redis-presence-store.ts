import { type Clock, LocalUsers } from '../local-users';
import {
  type Connection,
  type DeviceKind,
  type OwnPresence,
  type Presence,
  type StatusChoice,
  unknownPresence,
} from '../presence';
import {
  type ConnectResult,
  MAX_CONNECTIONS,
  PresenceStore,
  type PresenceStats,
  SWEEP_INTERVAL_MS,
} from '../presence-store';
import { LastSeenBuffer } from '../last-seen-buffer';
import { AggregateScript } from './aggregate-script';
import { parseMessage, type SyncReply, type ManualStatusEntry, type PresenceUpdate } from './sync-reply';
import { RedisConnectionState } from './redis-connection-state';
import { OrderedWatchers } from './ordered-watchers';
import { ResyncQueue } from './resync-queue';

const ONLINE_KEY = 'presence:{online}';
const BATCH_SIZE = 500;
/** Most who lose a connection are back within this time. */
const RESYNC_DELAY_MS = 2000;
/** Half of what a user may have. */
const SYNC_AT_ONCE_ABOVE = MAX_CONNECTIONS / 2;

/**
 * One presence for all processes. What this process knows of a user is kept here as a state, and told to Redis as a
 * whole each time it changes, so that what could not be told is told later, and telling it twice does no harm.
 */
export class RedisPresenceStore extends PresenceStore {
  private readonly now: Clock;
  private readonly local: LocalUsers;
  private readonly watchers = new OrderedWatchers();
  private readonly lastSeen = new LastSeenBuffer();
  private readonly state: RedisConnectionState;
  private readonly script: AggregateScript;
  private readonly manualStatuses = new Map<string, ManualStatusEntry>();
  private readonly revoked = new Map<string, Set<string>>();
  private readonly resyncQueue = new ResyncQueue(
    (userId) => this.sync(userId),
    () => this.state.isReady && !this.draining,
  );
  /** Users for whom others stand in, should this process die. */
  private readonly registered = new Set<string>();
  /** When time alone may change somebody. */
  private readonly nextChanges = new Map<string, number>();
  /** Local users whom others see online. */
  private readonly visible = new Set<string>();
  private readonly syncs = new Map<string, Promise<SyncReply | undefined>>();
  private timer?: NodeJS.Timeout;
  private sweeping = false;
  private draining = false;
  private reaped = 0;
  private lagMs = 0;

  /** @param clock for tests, in which nothing happens by itself; the time of Redis without it, on every process */
  constructor(
    url: string,
    private readonly clock?: Clock,
  ) {
    super();
    this.now = clock ?? (() => this.state.leases.redisClock.now());
    this.local = new LocalUsers(this.now);
    this.state = new RedisConnectionState(url, clock, {
      onLeaseLost: () => this.resyncAll(),
      onReady: () => void this.resyncQueue.flush(),
      onUnknown: (since) => this.watchers.publishUnknown(since),
      onMessagesMissed: () => void this.refresh(),
      onMessage: (text) => this.applyUpdate(parseMessage(text)),
    });
    this.script = new AggregateScript(this.state.connection, this.state.leases, clock);
  }

  async start(): Promise<void> {
    await this.state.start();
    if (!this.clock) this.timer = setInterval(() => void this.sweep(), SWEEP_INTERVAL_MS).unref();
  }

  /** What happens each two seconds: without it others take this process for dead. */
  renew(): Promise<void> {
    return this.state.renew();
  }

  async drain(): Promise<void> {
    this.draining = true;
    for (const userId of this.visible) this.lastSeen.recordOffline(userId, this.now());
    await this.state.drain();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.draining = true;
    this.state.stop();
  }

  async connect(connection: Connection): Promise<ConnectResult> {
    const { id, userId } = connection;
    if (this.local.getOrCreate(userId).openConnections().length >= MAX_CONNECTIONS) return 'too_many';
    this.local.connect(connection);
    if (!(await this.sync(userId, id))?.isRejected) return 'ok';
    // Some of the 20 may belong to a process that has just begun to end, or died a few seconds ago.
    await this.state.renew();
    if (!(await this.sync(userId, id))?.isRejected) return 'ok';
    this.local.rejectConnection(id);
    return 'too_many';
  }

  async markActive(connectionId: string): Promise<void> {
    await this.syncIfChanged(this.local.markActive(connectionId));
    const userId = this.local.userIdOf(connectionId);
    if (userId !== undefined && this.visible.has(userId)) this.lastSeen.recordSeen(userId, this.now());
  }

  async markIdle(connectionId: string): Promise<void> {
    await this.syncIfChanged(this.local.idle(connectionId));
  }

  async disconnect(connectionId: string, how: { clean: boolean }): Promise<void> {
    // The clients of a process that ends are about to be seen elsewhere.
    if (this.draining) return;
    const userId = this.local.disconnect(connectionId, how);
    if (userId === undefined) return;
    // Others see nothing of it for 8 s: who is soon back is told once. Where connections are scarce, at once.
    if (how.clean || this.local.getOrCreate(userId).connections.size > SYNC_AT_ONCE_ABOVE) await this.sync(userId);
    else this.resyncQueue.addDelayed(userId, this.now() + RESYNC_DELAY_MS);
  }

  async recordHeartbeat(userId: string, sessionId: string, kind?: DeviceKind): Promise<void> {
    await this.syncIfChanged(this.local.recordHeartbeat(userId, sessionId, kind));
  }

  async setStatus(userId: string, choice: StatusChoice): Promise<void> {
    this.manualStatuses.set(userId, { choice, at: 0 });
    await this.sync(userId);
  }

  async revokeSessions(userId: string, sessionIds: readonly string[]): Promise<void> {
    this.local.revokeSessions(userId, sessionIds);
    this.revoked.set(userId, new Set([...(this.revoked.get(userId) ?? []), ...sessionIds]));
    await this.sync(userId);
  }

  async revokeLocalSessions(userId: string, sessionIds: readonly string[]): Promise<void> {
    if (this.local.hasSessions(userId, sessionIds)) await this.revokeSessions(userId, sessionIds);
  }

  async read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    const replies = await this.readReplies([...new Set(userIds)]);
    return new Map(userIds.map((id) => [id, this.toPresence(id, replies.get(id))]));
  }

  async readOwn(userId: string): Promise<OwnPresence> {
    const hasUnsynced = this.local.users.get(userId)?.hasUnsyncedHeartbeat();
    const reply = hasUnsynced ? await this.sync(userId) : (await this.readReplies([userId])).get(userId);
    const own = reply?.own;
    if (own && (own.status !== 'offline' || !this.state.isRebuilding)) return own;
    return { ...unknownPresence(userId), choice: this.manualStatuses.get(userId)?.choice ?? null };
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
    if (!this.state.isReady) return [];
    try {
      return await this.state.connection.redis.online(ONLINE_KEY, this.clock ? this.clock() : '');
    } catch (error) {
      this.state.connection.lost(error);
      return [];
    }
  }

  drainLastSeen(): Map<string, number> {
    return this.lastSeen.drain(this.now());
  }

  restoreLastSeen(taken: ReadonlyMap<string, number>): void {
    this.lastSeen.restore(taken);
  }

  async sweep(): Promise<void> {
    if (this.sweeping || this.draining) return;
    this.sweeping = true;
    try {
      this.state.sweep();
      const now = this.now();
      const changed = this.local.sweep();
      for (const [userId, at] of this.nextChanges) if (at <= now) changed.add(userId);
      this.resyncQueue.enqueueDue(now);
      const users = [...changed];
      for (let i = 0; i < users.length; i += BATCH_SIZE)
        await Promise.all(users.slice(i, i + BATCH_SIZE).map((userId) => this.sync(userId)));
      await this.reap();
      await this.resyncQueue.flush();
    } finally {
      this.sweeping = false;
    }
  }

  stats(): PresenceStats {
    return { connections: this.local.connectionCount, watched: this.watchers.size, reaped: this.reaped };
  }

  drainMaxLag(): number {
    const lag = this.lagMs;
    this.lagMs = 0;
    return lag;
  }

  private async syncIfChanged(userId: string | undefined): Promise<void> {
    if (userId !== undefined) await this.sync(userId);
  }

  /** One after the other for each user, so that Redis never hears an older state after a newer one. */
  private sync(userId: string, adding?: string): Promise<SyncReply | undefined> {
    const turn = (this.syncs.get(userId) ?? Promise.resolve()).then(() => this.syncNow(userId, adding));
    this.syncs.set(userId, turn);
    void turn.then(() => this.syncs.get(userId) === turn && this.syncs.delete(userId));
    return turn;
  }

  private async syncNow(userId: string, adding?: string): Promise<SyncReply | undefined> {
    const again = this.resyncQueue.remove(userId);
    try {
      const reply = await this.withLeases(async () => {
        const said = this.manualStatuses.get(userId);
        const ended = [...(this.revoked.get(userId) ?? [])];
        const user = this.local.users.get(userId);
        const held = user?.snapshot(this.now());
        const [, reply] = await Promise.all([
          this.register(userId),
          this.script.sync(userId, { snapshot: held, manualStatus: said, revoked: ended, connectionId: adding }),
        ]);
        if (!reply) return undefined;
        this.clearSynced(userId, said, ended);
        if (held) user?.markSynced(held, reply.heartbeats, this.now());
        return reply;
      });
      if (reply) {
        await this.applyReply(reply, again);
        return reply;
      }
    } catch (error) {
      this.state.connection.lost(error);
    }
    this.resyncQueue.add(userId);
    return undefined;
  }

  /** Once more with the leases of now, if Redis finds those that were named too old. */
  private async withLeases<T>(call: () => Promise<T | undefined>): Promise<T | undefined> {
    for (let tries = 0; tries < 2 && this.state.isReady; tries++) {
      if (tries > 0 || !this.state.leases.isFresh()) await this.state.refreshLeases();
      const reply = await call();
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  private async register(userId: string): Promise<void> {
    if (this.registered.has(userId)) return;
    this.registered.add(userId);
    await this.state.connection.redis.sadd(this.state.leases.usersKey, userId);
  }

  private clearSynced(userId: string, said: ManualStatusEntry | undefined, ended: readonly string[]): void {
    const left = this.revoked.get(userId);
    for (const id of ended) left?.delete(id);
    if (left?.size === 0) this.revoked.delete(userId);
    // What Redis made of it comes with its answer.
    if (said?.at === 0 && this.manualStatuses.get(userId) === said) this.manualStatuses.delete(userId);
  }

  private async applyReply(reply: SyncReply, again: boolean): Promise<void> {
    const { userId, isOnline } = reply.presence;
    if (reply.nextChangeInMs === undefined) this.nextChanges.delete(userId);
    else this.nextChanges.set(userId, this.now() + reply.nextChangeInMs);
    if (isOnline) {
      this.visible.add(userId);
      this.lastSeen.recordSeen(userId, reply.presence.lastSeen ?? this.now());
    } else this.visible.delete(userId);
    this.applyUpdate(reply);
    await this.recordTransition(reply, again);
    if (reply.nextChangeInMs === undefined && (this.local.users.get(userId)?.isEmpty() ?? true))
      await this.forget(userId);
  }

  /** Whoever sees somebody come or go writes it down for all. */
  private async recordTransition({ presence, wasOnline }: SyncReply, again = false): Promise<void> {
    const { userId, isOnline, lastSeen, version } = presence;
    if (wasOnline && !isOnline) this.lastSeen.recordOffline(userId, lastSeen ?? this.now());
    if (wasOnline === isOnline && !(again && version > 0)) return;
    await this.state.connection.redis.zadd(ONLINE_KEY, 'GT', version * 2 + (isOnline ? 1 : 0), userId);
  }

  private async forget(userId: string): Promise<void> {
    this.local.users.delete(userId);
    this.visible.delete(userId);
    if (this.manualStatuses.get(userId)?.at !== 0) this.manualStatuses.delete(userId);
    if (this.registered.delete(userId)) await this.state.connection.redis.srem(this.state.leases.usersKey, userId);
  }

  private applyUpdate({ presence, manualStatus: said, changed, at }: PresenceUpdate): void {
    const { userId } = presence;
    if (changed) {
      this.local.users.get(userId)?.syncNextHeartbeat();
      this.lagMs = Math.max(this.lagMs, this.now() - at);
      this.watchers.publish(presence);
    }
    const known = this.manualStatuses.get(userId);
    if (said && this.local.users.has(userId) && known?.at !== 0 && said.at > (known?.at ?? 0))
      this.manualStatuses.set(userId, said);
  }

  private async readReplies(userIds: readonly string[]): Promise<Map<string, SyncReply>> {
    const replies = new Map<string, SyncReply>();
    try {
      for (let i = 0; i < userIds.length; i += BATCH_SIZE)
        await Promise.all(
          userIds.slice(i, i + BATCH_SIZE).map(async (userId) => {
            const reply = await this.withLeases(() => this.script.read(userId));
            if (!reply) return;
            if (reply.changed) this.watchers.publish(reply.presence);
            await this.recordTransition(reply);
            replies.set(userId, reply);
          }),
        );
    } catch (error) {
      this.state.connection.lost(error);
    }
    return replies;
  }

  /** Of a Redis that has just come back empty only those who are online are known. */
  private toPresence(userId: string, reply: SyncReply | undefined): Presence {
    if (reply && (reply.presence.isOnline || !this.state.isRebuilding)) return reply.presence;
    return { ...unknownPresence(userId), version: reply?.presence.version ?? 0 };
  }

  private async refresh(): Promise<void> {
    for (const [id, reply] of await this.readReplies(this.watchers.userIds()))
      this.watchers.publish(this.toPresence(id, reply));
  }

  private resyncAll(): void {
    this.registered.clear();
    for (const userId of [...this.local.users.keys(), ...this.nextChanges.keys()]) this.resyncQueue.add(userId);
  }

  /** Looks after the users of processes that have died. */
  private async reap(): Promise<void> {
    const { leases, connection: link } = this.state;
    try {
      while (this.state.isReady && !this.draining && !leases.recovering && leases.deadNodes.size > 0) {
        const users = await leases.claim();
        if (users.length === 0) return;
        this.reaped += users.length;
        for (const userId of users) {
          this.registered.add(userId);
          this.resyncQueue.add(userId);
        }
        await Promise.all(users.map((userId) => this.sync(userId)));
      }
    } catch (error) {
      link.lost(error);
    }
  }
}
