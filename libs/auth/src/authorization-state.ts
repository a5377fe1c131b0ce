import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Caller, isService } from './access-token';
import type { AuthorizationEvent, AuthorizationSnapshot, AuthorizationWindow } from './authorization-event';
import { LatestChanges } from './latest-changes';
import { tokenExpiry, eventExpiry } from './lifetimes';
import { holdsPermission, type Permission, type Permissions, permissionsOf, type RoleGrants } from './permissions';

/** What a token says, or said before something changed. */
export interface Claims {
  userId: string;
  sessionId: string;
  roleIds: readonly string[];
  emailVerified: boolean;
}

interface ClaimsChange {
  roleIds: readonly string[];
  emailVerified: boolean;
  expiresAt: number;
  seq: number;
}

interface RoleChange {
  role: RoleGrants | null;
  expiresAt: number;
  seq: number;
}

type Listener = (event: AuthorizationEvent) => void;

/** An event comes at most a few times within seconds: from this process itself, and from the database or the stream. */
const REMEMBERED_EVENTS = 10_000;

/**
 * All that can contradict a token that is alive, in memory: roles, ended sessions, changed claims. A guard asks only
 * this. Events may come twice and out of order (this process's own changes come first): `seq` tells which is newer.
 * Times are milliseconds since 1970.
 */
@Injectable()
export class AuthorizationState {
  private roles = new Map<string, RoleGrants>();
  private readonly endedSessions = new Map<string, number>();
  private readonly changedClaims = new LatestChanges<ClaimsChange>();
  /** The newest of each role, for as long as an older word about it may still come. */
  private readonly roleChanges = new LatestChanges<RoleChange>();
  private readonly applied = new LRUCache<number, true>({ max: REMEMBERED_EVENTS });
  private readonly listeners = new Set<Listener>();
  private readonly ttlListeners = new Set<() => void>();
  private freshAt = 0;
  private ttl = Infinity;

  /**
   * Takes the whole window: roles as they are, and every event that still matters. The roles may have been read a
   * moment before the events, or before what came in the meantime: what events say of a role is newer.
   */
  load({ accessTokenTtl, roles, events }: AuthorizationWindow): void {
    this.setTtl(accessTokenTtl);
    this.replaceRoles(roles);
    for (const event of events) this.apply(event, Date.parse(event.at));
    this.markFresh();
  }

  /** The same from the stream of authorization events. Who listens is told what was not known here. */
  applySnapshot({
    access_token_ttl,
    roles,
    changed_roles,
    ended_sessions,
    changed_claims,
  }: AuthorizationSnapshot): void {
    const at = new Date().toISOString();
    this.setTtl(access_token_ttl ?? Infinity);
    this.replaceRoles(roles);
    // A change that was missed stands in the roles; without its number an older one, heard before, would undo it.
    const byId = new Map(roles.map((role) => [role.id, role]));
    for (const change of changed_roles)
      this.restoreEvent({ type: 'role-changed', at, role: byId.get(change.role_id) ?? null, ...change });
    const news = new Map<string, string[]>();
    for (const { id, expires_at } of ended_sessions) {
      if (this.endedSessions.has(id)) {
        this.endSession(id, Date.parse(expires_at));
        continue;
      }
      const others = news.get(expires_at);
      if (others) others.push(id);
      else news.set(expires_at, [id]);
    }
    for (const [expires_at, session_ids] of news)
      this.restoreEvent({
        type: 'session-revoked',
        ...{ seq: 0, at, expires_at, user_id: null, session_ids, reason: 'unknown' },
      });
    for (const change of changed_claims) this.restoreEvent({ type: 'token-claims-change', at, ...change });
  }

  /**
   * An event that was applied before changes nothing.
   * @param heardAt an event may be told long after it was written, when its transaction has committed; until then tokens
   * go out that it contradicts
   */
  apply(event: AuthorizationEvent, heardAt = Date.now()): void {
    if (this.applied.has(event.seq)) return;
    this.applied.set(event.seq, true);
    const { at, expires_at } = event;
    const isTtlKnown = this.ttl !== Infinity;
    this.applyIfNew(
      event,
      isTtlKnown ? eventExpiry(Math.max(Date.parse(at), heardAt), this.ttl) : Date.parse(expires_at),
    );
  }

  /** When a token ends, as `ACCESS_TOKEN_TTL` is set now. */
  tokenExpiry(caller: Caller): number {
    return tokenExpiry(caller, this.ttl);
  }

  /** When an event may be forgotten that was written at a time. */
  eventExpiry(time: number): number {
    return eventExpiry(time, this.ttl);
  }

  /** What is known now of how long tokens live; seconds, `Infinity` where only the tokens themselves say it. */
  get accessTokenTtl(): number {
    return this.ttl;
  }

  /**
   * Called when tokens live longer or shorter from now on.
   * @returns how to stop listening
   */
  onTtlChange(listener: () => void): () => void {
    this.ttlListeners.add(listener);
    return () => this.ttlListeners.delete(listener);
  }

  /** @returns how to stop listening */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private setTtl(ttl: number): void {
    if (ttl === this.ttl) return;
    this.ttl = ttl;
    for (const listener of this.ttlListeners) listener();
  }

  private restoreEvent(event: AuthorizationEvent): void {
    this.applyIfNew(event, Date.parse(event.expires_at));
  }

  private applyIfNew(event: AuthorizationEvent, expiresAt: number): void {
    const changed = this.change(event, expiresAt);
    if (changed) for (const listener of this.listeners) listener(event);
  }

  /** @returns whether it says something new */
  private change(event: AuthorizationEvent, expiresAt: number): boolean {
    switch (event.type) {
      case 'session-revoked':
        for (const id of event.session_ids) this.endSession(id, expiresAt);
        return true;
      case 'token-claims-change': {
        const { user_id, role_ids, email_verified, seq } = event;
        const change = { roleIds: role_ids, emailVerified: email_verified, expiresAt, seq };
        return this.changedClaims.setIfNewer(user_id, change);
      }
      case 'role-changed': {
        const { role_id, role, seq } = event;
        const isNewer = this.roleChanges.setIfNewer(role_id, { role, expiresAt, seq });
        if (isNewer) this.replaceRole(role_id, role);
        return isNewer;
      }
      case 'credential-change':
        return true;
    }
  }

  private endSession(id: string, expiresAt: number): void {
    this.endedSessions.set(id, Math.max(expiresAt, this.endedSessions.get(id) ?? 0));
  }

  private replaceRoles(roles: RoleGrants[], now = Date.now()): void {
    this.roles = new Map(roles.map((role) => [role.id, role]));
    for (const [id, { role, expiresAt }] of this.roleChanges) if (expiresAt > now) this.replaceRole(id, role);
  }

  private replaceRole(id: string, role: RoleGrants | null): void {
    if (role) this.roles.set(id, role);
    else this.roles.delete(id);
  }

  /** What a process that follows this one must know. */
  snapshot(): AuthorizationSnapshot {
    const time = (milliseconds: number) => new Date(milliseconds).toISOString();
    return {
      ...(this.ttl !== Infinity && { access_token_ttl: this.ttl }),
      roles: [...this.roles.values()],
      changed_roles: [...this.roleChanges].map(([role_id, { seq, expiresAt }]) => ({
        role_id,
        seq,
        expires_at: time(expiresAt),
      })),
      ended_sessions: [...this.endedSessions].map(([id, expiresAt]) => ({ id, expires_at: time(expiresAt) })),
      changed_claims: [...this.changedClaims].map(([user_id, { roleIds, emailVerified, seq, expiresAt }]) => ({
        user_id,
        role_ids: [...roleIds],
        email_verified: emailVerified,
        seq,
        expires_at: time(expiresAt),
      })),
    };
  }

  /** The source of the events has answered just now, or then: nothing older than this is unknown here. */
  markFresh(now = Date.now()): void {
    this.freshAt = Math.max(this.freshAt, now);
  }

  /** Milliseconds in which something may have happened that this process does not know. */
  staleness(now = Date.now()): number {
    return now - this.freshAt;
  }

  isSessionRevoked(sessionId: string): boolean {
    return this.endedSessions.has(sessionId);
  }

  /** Whether the token was revoked, by the end of its session or service, or by itself. */
  isRevoked(caller: Caller): boolean {
    if (isService(caller)) return this.isSessionRevoked(caller.clientId) || this.isSessionRevoked(caller.tokenId);
    return this.isSessionRevoked(caller.sessionId);
  }

  /** The claims as they hold now, whatever the token says. */
  currentClaims<T extends Claims>(claims: T): T {
    const change = this.changedClaims.get(claims.userId);
    return change ? { ...claims, roleIds: change.roleIds, emailVerified: change.emailVerified } : claims;
  }

  rolesOf({ roleIds }: Pick<Claims, 'roleIds'>): RoleGrants[] {
    return roleIds.map((id) => this.roles.get(id)).filter((role) => role !== undefined);
  }

  allRoles(): IterableIterator<RoleGrants> {
    return this.roles.values();
  }

  holds(claims: Pick<Claims, 'roleIds'>, permission: Permission): boolean {
    return holdsPermission(this.rolesOf(claims), permission);
  }

  permissionsOf(claims: Pick<Claims, 'roleIds'>): Permissions {
    return permissionsOf(this.rolesOf(claims), this.roles.values());
  }

  /** Forgets what no living token can ask any more. */
  prune(now = Date.now()): void {
    for (const [id, expiresAt] of this.endedSessions) if (expiresAt <= now) this.endedSessions.delete(id);
    this.changedClaims.prune(now);
    this.roleChanges.prune(now);
  }

  size(): { roles: number; endedSessions: number; changedClaims: number } {
    return {
      roles: this.roles.size,
      endedSessions: this.endedSessions.size,
      changedClaims: this.changedClaims.size,
    };
  }
}
