import { LRUCache } from 'lru-cache';
import {
  holdsPermission,
  type Permission,
  type Permissions,
  permissionsOf,
  type RoleGrants,
} from '../permissions/permissions';
import { type Caller, type Claims, isService } from '../tokens/caller';
import { AccessTokenTtl } from './access-token-ttl';
import type { AuthorizationEvent, AuthorizationSnapshot, AuthorizationStateData } from './authorization-event';
import { ChangedClaims } from './changed-claims';
import { Freshness } from './freshness';
import { eventExpiry, tokenExpiry } from './lifetimes';
import { RevocationList } from './revocation-list';
import { RoleRegistry } from './role-registry';
import { snapshotEvents } from './snapshot-events';
import { steadyNow, TokenClock } from './token-clock';

type Listener = (event: AuthorizationEvent) => void;

/** An event arrives at most a few times within seconds: from this process, and from the database or the stream. */
const REMEMBERED_EVENTS = 10_000;
/** No token lives longer, whatever its issuer has set. */
const LONGEST_MS = eventExpiry(0, 24 * 3600);

/**
 * Everything that can contradict a valid token, in memory: roles, revoked sessions, changed claims. Guards read nothing
 * else. Events may arrive twice and out of order (this process's own changes arrive first); `seq` orders them.
 * Times are milliseconds since 1970.
 */
export class AuthorizationState {
  readonly clock = new TokenClock();
  private readonly roles = new RoleRegistry();
  private readonly revocations = new RevocationList();
  private readonly changedClaims = new ChangedClaims();
  private readonly freshness = new Freshness();
  private readonly ttl = new AccessTokenTtl();
  private readonly applied = new LRUCache<number, true>({ max: REMEMBERED_EVENTS });
  private readonly listeners = new Set<Listener>();
  /** By `performance.now()`. */
  private pruneAfter = 0;

  /**
   * Loads all roles and every event that still matters. The roles may have been read before the events, or before an
   * event that has arrived meanwhile; an event about a role always wins.
   */
  load({ accessTokenTtl, roles, events }: AuthorizationStateData): void {
    this.ttl.set(accessTokenTtl);
    this.roles.replaceAll(roles, this.clock.now());
    for (const event of events) this.apply(event, Date.parse(event.at));
    this.markFresh();
  }

  /** Loads the first event of the stream. Listeners get what was not known. */
  applySnapshot(snapshot: AuthorizationSnapshot): void {
    this.ttl.set(snapshot.access_token_ttl ?? Infinity);
    this.roles.replaceAll(snapshot.roles, this.clock.now());
    const added = snapshot.ended_sessions.filter(({ id }) => !this.revocations.has(id));
    for (const { id, expires_at } of snapshot.ended_sessions) this.revocations.add(id, Date.parse(expires_at));
    for (const event of snapshotEvents(snapshot, added)) this.applyIfNew(event, Date.parse(event.expires_at));
  }

  /**
   * An event that was applied before changes nothing.
   * @param receivedAt an event may arrive long after it was written, when its transaction has committed; until then
   * tokens are issued that it contradicts
   */
  apply(event: AuthorizationEvent, receivedAt = this.clock.now()): void {
    if (this.applied.has(event.seq)) return;
    this.applied.set(event.seq, true);
    const { at, expires_at } = event;
    this.applyIfNew(
      event,
      this.ttl.isKnown ? this.eventExpiry(Math.max(Date.parse(at), receivedAt)) : Date.parse(expires_at),
    );
  }

  /** When a token expires, by its own `exp` and by `ACCESS_TOKEN_TTL` as it is set now. */
  tokenExpiry(caller: Caller): number {
    return tokenExpiry(caller, this.ttl.seconds);
  }

  /** Until when an event must be kept that was written at `time`. */
  eventExpiry(time: number): number {
    return eventExpiry(time, this.ttl.seconds);
  }

  /** Seconds; `Infinity` if only the tokens themselves say it. */
  get accessTokenTtl(): number {
    return this.ttl.seconds;
  }

  /**
   * Called when `ACCESS_TOKEN_TTL` has changed.
   * @returns a function that removes the listener
   */
  onTtlChange(listener: () => void): () => void {
    return this.ttl.onChange(listener);
  }

  /** @returns a function that removes the listener */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What a follower of this process must know. */
  snapshot(): AuthorizationSnapshot {
    return {
      ...(this.ttl.isKnown && { access_token_ttl: this.ttl.seconds }),
      ...this.roles.snapshot(),
      ended_sessions: [...this.revocations.entries()].map(([id, expiresAt]) => ({
        id,
        expires_at: new Date(expiresAt).toISOString(),
      })),
      changed_claims: this.changedClaims.snapshot(),
    };
  }

  /** The source of events has just responded, or did at that time of the same clock: everything older is known. */
  markFresh(at = steadyNow()): void {
    this.freshness.markFresh(at);
  }

  /** Milliseconds of which changes may not be known yet. By default of a clock that is never set. */
  staleness(now = steadyNow()): number {
    return this.freshness.staleness(now);
  }

  isSessionRevoked(sessionId: string): boolean {
    return this.revocations.has(sessionId);
  }

  /** Whether the token was revoked: by the end of its session or service, or itself. */
  isRevoked(caller: Caller): boolean {
    if (isService(caller)) return this.revocations.has(caller.clientId) || this.revocations.has(caller.tokenId);
    return this.revocations.has(caller.sessionId);
  }

  /** The claims with every later change applied. */
  currentClaims<T extends Claims>(claims: T): T {
    return this.changedClaims.current(claims);
  }

  /** Whether a role of the user requires a second factor that they have not set. */
  mustEnrolMfa({ mfaEnrolled, roleIds }: Pick<Claims, 'mfaEnrolled' | 'roleIds'>): boolean {
    return !mfaEnrolled && this.requiresMfa({ roleIds });
  }

  /** Whether a role of the user requires a second factor. */
  requiresMfa({ roleIds }: Pick<Claims, 'roleIds'>): boolean {
    return this.roles.requireMfa({ roleIds });
  }

  rolesOf(claims: Pick<Claims, 'roleIds'>): RoleGrants[] {
    return this.roles.of(claims);
  }

  allRoles(): IterableIterator<RoleGrants> {
    return this.roles.all();
  }

  holds(claims: Pick<Claims, 'roleIds'>, permission: Permission): boolean {
    return holdsPermission(this.rolesOf(claims), permission);
  }

  permissionsOf(claims: Pick<Claims, 'roleIds'>): Permissions {
    return permissionsOf(this.rolesOf(claims), this.roles.all());
  }

  /**
   * Removes what can no longer concern any valid token. Whether a clock that was set is right is not known: what has
   * ended by it is kept for as long as a token lives, since the clock may be set back meanwhile.
   */
  prune(now?: number): void {
    if (this.clock.wasSet()) this.pruneAfter = performance.now() + Math.min(this.eventExpiry(0), LONGEST_MS);
    if (now !== undefined || performance.now() >= this.pruneAfter) this.removeEnded(now ?? this.clock.now());
  }

  size(): { roles: number; endedSessions: number; changedClaims: number } {
    return {
      roles: this.roles.size,
      endedSessions: this.revocations.size,
      changedClaims: this.changedClaims.size,
    };
  }

  private removeEnded(now: number): void {
    this.revocations.prune(now);
    this.changedClaims.prune(now);
    this.roles.prune(now);
  }

  private applyIfNew(event: AuthorizationEvent, expiresAt: number): void {
    if (this.change(event, expiresAt)) for (const listener of this.listeners) listener(event);
  }

  /** @returns whether listeners should get the event */
  private change(event: AuthorizationEvent, expiresAt: number): boolean {
    switch (event.type) {
      case 'session-revoked':
        for (const id of event.session_ids) this.revocations.add(id, expiresAt);
        return true;
      case 'token-claims-change':
        return this.changedClaims.apply(event, expiresAt);
      case 'role-changed':
        return this.roles.apply(event, expiresAt);
      case 'credential-change':
        return true;
    }
  }
}
