import { type Clock, LocalUsers } from '../local-users';
import {
  type Connection,
  type DeviceKind,
  type OwnPresence,
  type Presence,
  type StatusChoice,
  unknownPresence,
} from '../presence';
import { type Connected, MAX_CONNECTIONS, PresenceStore, type PresenceStats, SWEEP_MS } from '../presence-store';
import { UnsavedLastSeen } from '../unsaved-last-seen';
import { FoldCall } from './fold-call';
import { readMessage, type Reply, type Said, type Told } from './presence-reply';
import { RedisStanding } from './redis-standing';
import { ShownPresences } from './shown-presences';
import { Untold } from './untold';

const ONLINE = 'presence:{online}';
const AT_ONCE = 500;
/** Most who lose a connection are back within this time. */
const BACK_MS = 2000;
/** Half of what a user may have. */
const MANY = MAX_CONNECTIONS / 2;

/**
 * One presence for all processes. What this process knows of a user is kept here as a state, and told to Redis as a
 * whole each time it changes, so that what could not be told is told later, and telling it twice does no harm.
 */
export class RedisPresenceStore extends PresenceStore {
  private readonly now: Clock;
  private readonly local: LocalUsers;
  private readonly watchers = new ShownPresences();
  private readonly lastSeen = new UnsavedLastSeen();
  private readonly standing: RedisStanding;
  private readonly call: FoldCall;
  private readonly said = new Map<string, Said>();
  private readonly ended = new Map<string, Set<string>>();
  private readonly untold = new Untold(
    (userId) => this.tell(userId),
    () => this.standing.up && !this.draining,
  );
  /** Users for whom others stand in, should this process die. */
  private readonly registered = new Set<string>();
  /** When time alone may change somebody. */
  private readonly due = new Map<string, number>();
  /** Local users whom others see online. */
  private readonly visible = new Set<string>();
  private readonly turns = new Map<string, Promise<Reply | undefined>>();
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
    this.now = clock ?? (() => this.standing.leases.redisClock.now());
    this.local = new LocalUsers(this.now);
    this.standing = new RedisStanding(url, clock, {
      onLeaseLost: () => this.untellAll(),
      onUp: () => void this.untold.tellAll(),
      onUnknown: (since) => this.watchers.showUnknown(since),
      onUnheard: () => void this.refresh(),
      onMessage: (text) => this.heard(readMessage(text)),
    });
    this.call = new FoldCall(this.standing.link, this.standing.leases, clock);
  }

  async start(): Promise<void> {
    await this.standing.start();
    if (!this.clock) this.timer = setInterval(() => void this.sweep(), SWEEP_MS).unref();
  }

  /** What happens each two seconds: without it others take this process for dead. */
  renew(): Promise<void> {
    return this.standing.renew();
  }

  async drain(): Promise<void> {
    this.draining = true;
    for (const userId of this.visible) this.lastSeen.gone(userId, this.now());
    await this.standing.drain();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.draining = true;
    this.standing.stop();
  }

  async connect(connection: Connection): Promise<Connected> {
    const { id, userId } = connection;
    if (this.local.of(userId).open().length >= MAX_CONNECTIONS) return 'too_many';
    this.local.connect(connection);
    if (!(await this.tell(userId, id))?.refused) return 'ok';
    // Some of the 20 may belong to a process that has just begun to end, or died a few seconds ago.
    await this.standing.renew();
    if (!(await this.tell(userId, id))?.refused) return 'ok';
    this.local.refuse(id);
    return 'too_many';
  }

  async activity(connectionId: string): Promise<void> {
    await this.changed(this.local.activity(connectionId));
    const userId = this.local.userOf(connectionId);
    if (userId !== undefined && this.visible.has(userId)) this.lastSeen.there(userId, this.now());
  }

  async idle(connectionId: string): Promise<void> {
    await this.changed(this.local.idle(connectionId));
  }

  async disconnect(connectionId: string, how: { clean: boolean }): Promise<void> {
    // The clients of a process that ends are about to be seen elsewhere.
    if (this.draining) return;
    const userId = this.local.disconnect(connectionId, how);
    if (userId === undefined) return;
    // Others see nothing of it for 8 s: who is soon back is told once. Where connections are scarce, at once.
    if (how.clean || this.local.of(userId).connections.size > MANY) await this.tell(userId);
    else this.untold.addLater(userId, this.now() + BACK_MS);
  }

  async beat(userId: string, sessionId: string, kind?: DeviceKind): Promise<void> {
    await this.changed(this.local.beat(userId, sessionId, kind));
  }

  async setStatus(userId: string, choice: StatusChoice): Promise<void> {
    this.said.set(userId, { choice, at: 0 });
    await this.tell(userId);
  }

  async end(userId: string, sessionIds: readonly string[]): Promise<void> {
    this.local.end(userId, sessionIds);
    this.ended.set(userId, new Set([...(this.ended.get(userId) ?? []), ...sessionIds]));
    await this.tell(userId);
  }

  async endHere(userId: string, sessionIds: readonly string[]): Promise<void> {
    if (this.local.has(userId, sessionIds)) await this.end(userId, sessionIds);
  }

  async read(userIds: readonly string[]): Promise<Map<string, Presence>> {
    const replies = await this.ask([...new Set(userIds)]);
    return new Map(userIds.map((id) => [id, this.shown(id, replies.get(id))]));
  }

  async own(userId: string): Promise<OwnPresence> {
    const isUntold = this.local.users.get(userId)?.hasUntoldRequest();
    const reply = isUntold ? await this.tell(userId) : (await this.ask([userId])).get(userId);
    const own = reply?.own;
    if (own && (own.status !== 'offline' || !this.standing.isForgetful)) return own;
    return { ...unknownPresence(userId), choice: this.said.get(userId)?.choice ?? null };
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
    if (!this.standing.up) return [];
    try {
      return await this.standing.link.redis.online(ONLINE, this.clock ? this.clock() : '');
    } catch (error) {
      this.standing.link.lost(error);
      return [];
    }
  }

  takeLastSeen(): Map<string, number> {
    return this.lastSeen.take(this.now());
  }

  giveBack(taken: ReadonlyMap<string, number>): void {
    this.lastSeen.giveBack(taken);
  }

  async sweep(): Promise<void> {
    if (this.sweeping || this.draining) return;
    this.sweeping = true;
    try {
      this.standing.sweep();
      const now = this.now();
      const changed = this.local.sweep();
      for (const [userId, at] of this.due) if (at <= now) changed.add(userId);
      this.untold.sweep(now);
      const users = [...changed];
      for (let i = 0; i < users.length; i += AT_ONCE)
        await Promise.all(users.slice(i, i + AT_ONCE).map((userId) => this.tell(userId)));
      await this.reap();
      await this.untold.tellAll();
    } finally {
      this.sweeping = false;
    }
  }

  stats(): PresenceStats {
    return { connections: this.local.size, watched: this.watchers.size, reaped: this.reaped };
  }

  takeLag(): number {
    const lag = this.lagMs;
    this.lagMs = 0;
    return lag;
  }

  private async changed(userId: string | undefined): Promise<void> {
    if (userId !== undefined) await this.tell(userId);
  }

  /** One after the other for each user, so that Redis never hears an older state after a newer one. */
  private tell(userId: string, adding?: string): Promise<Reply | undefined> {
    const turn = (this.turns.get(userId) ?? Promise.resolve()).then(() => this.bring(userId, adding));
    this.turns.set(userId, turn);
    void turn.then(() => this.turns.get(userId) === turn && this.turns.delete(userId));
    return turn;
  }

  private async bring(userId: string, adding?: string): Promise<Reply | undefined> {
    const again = this.untold.take(userId);
    try {
      const reply = await this.withLeases(async () => {
        const said = this.said.get(userId);
        const ended = [...(this.ended.get(userId) ?? [])];
        const user = this.local.users.get(userId);
        const held = user?.snapshot(this.now());
        const [, reply] = await Promise.all([
          this.register(userId),
          this.call.bring(userId, { held, said, ended, adding }),
        ]);
        if (!reply) return undefined;
        this.brought(userId, said, ended);
        if (held) user?.told(held, reply.requests, this.now());
        return reply;
      });
      if (reply) {
        await this.took(reply, again);
        return reply;
      }
    } catch (error) {
      this.standing.link.lost(error);
    }
    this.untold.add(userId);
    return undefined;
  }

  /** Once more with the leases of now, if Redis finds those that were named too old. */
  private async withLeases<T>(call: () => Promise<T | undefined>): Promise<T | undefined> {
    for (let tries = 0; tries < 2 && this.standing.up; tries++) {
      if (tries > 0 || !this.standing.leases.isFresh()) await this.standing.keep();
      const reply = await call();
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  private async register(userId: string): Promise<void> {
    if (this.registered.has(userId)) return;
    this.registered.add(userId);
    await this.standing.link.redis.sadd(this.standing.leases.usersKey, userId);
  }

  private brought(userId: string, said: Said | undefined, ended: readonly string[]): void {
    const left = this.ended.get(userId);
    for (const id of ended) left?.delete(id);
    if (left?.size === 0) this.ended.delete(userId);
    // What Redis made of it comes with its answer.
    if (said?.at === 0 && this.said.get(userId) === said) this.said.delete(userId);
  }

  private async took(reply: Reply, again: boolean): Promise<void> {
    const { userId, isOnline } = reply.presence;
    if (reply.nextIn === undefined) this.due.delete(userId);
    else this.due.set(userId, this.now() + reply.nextIn);
    if (isOnline) {
      this.visible.add(userId);
      this.lastSeen.there(userId, reply.presence.lastSeen ?? this.now());
    } else this.visible.delete(userId);
    this.heard(reply);
    await this.noted(reply, again);
    if (reply.nextIn === undefined && (this.local.users.get(userId)?.isEmpty() ?? true)) await this.forget(userId);
  }

  /** Whoever sees somebody come or go writes it down for all. */
  private async noted({ presence, wasOnline }: Reply, again = false): Promise<void> {
    const { userId, isOnline, lastSeen, version } = presence;
    if (wasOnline && !isOnline) this.lastSeen.gone(userId, lastSeen ?? this.now());
    if (wasOnline === isOnline && !(again && version > 0)) return;
    await this.standing.link.redis.zadd(ONLINE, 'GT', version * 2 + (isOnline ? 1 : 0), userId);
  }

  private async forget(userId: string): Promise<void> {
    this.local.users.delete(userId);
    this.visible.delete(userId);
    if (this.said.get(userId)?.at !== 0) this.said.delete(userId);
    if (this.registered.delete(userId)) await this.standing.link.redis.srem(this.standing.leases.usersKey, userId);
  }

  private heard({ presence, said, changed, at }: Told): void {
    const { userId } = presence;
    if (changed) {
      this.local.users.get(userId)?.tellNext();
      this.lagMs = Math.max(this.lagMs, this.now() - at);
      this.watchers.show(presence);
    }
    const known = this.said.get(userId);
    if (said && this.local.users.has(userId) && known?.at !== 0 && said.at > (known?.at ?? 0))
      this.said.set(userId, said);
  }

  private async ask(userIds: readonly string[]): Promise<Map<string, Reply>> {
    const replies = new Map<string, Reply>();
    try {
      for (let i = 0; i < userIds.length; i += AT_ONCE)
        await Promise.all(
          userIds.slice(i, i + AT_ONCE).map(async (userId) => {
            const reply = await this.withLeases(() => this.call.read(userId));
            if (!reply) return;
            if (reply.changed) this.watchers.show(reply.presence);
            await this.noted(reply);
            replies.set(userId, reply);
          }),
        );
    } catch (error) {
      this.standing.link.lost(error);
    }
    return replies;
  }

  /** Of a Redis that has just come back empty only those who are online are known. */
  private shown(userId: string, reply: Reply | undefined): Presence {
    if (reply && (reply.presence.isOnline || !this.standing.isForgetful)) return reply.presence;
    return { ...unknownPresence(userId), version: reply?.presence.version ?? 0 };
  }

  private async refresh(): Promise<void> {
    for (const [id, reply] of await this.ask(this.watchers.all())) this.watchers.show(this.shown(id, reply));
  }

  private untellAll(): void {
    this.registered.clear();
    for (const userId of [...this.local.users.keys(), ...this.due.keys()]) this.untold.add(userId);
  }

  /** Looks after the users of processes that have died. */
  private async reap(): Promise<void> {
    const { leases, link } = this.standing;
    try {
      while (this.standing.up && !this.draining && !leases.lenient && leases.dead.size > 0) {
        const users = await leases.claim();
        if (users.length === 0) return;
        this.reaped += users.length;
        for (const userId of users) {
          this.registered.add(userId);
          this.untold.add(userId);
        }
        await Promise.all(users.map((userId) => this.tell(userId)));
      }
    } catch (error) {
      link.lost(error);
    }
  }
}
