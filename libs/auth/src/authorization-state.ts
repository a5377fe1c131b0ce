import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Caller, isService } from './access-token';
import type {
  AuthorizationEvent,
  AuthorizationSnapshot,
  AuthorizationWindow,
  RoleChanged,
  SessionRevoked,
} from './authorization-event';
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
  private readonly changedClaims = new Map<string, ClaimsChange>();
  /** The newest of each role, for as long as an older word about it may still come. */
  private readonly roleChanges = new Map<string, RoleChanged>();
  private readonly applied = new LRUCache<number, true>({ max: REMEMBERED_EVENTS });
  private readonly listeners = new Set<Listener>();
  private heardAt = 0;

  /**
   * Takes the whole window: roles as they are, and every event that still matters. The roles may have been read a
   * moment before the events, or before what came in the meantime: what events say of a role is newer.
   */
  load({ roles, events }: AuthorizationWindow): void {
    this.takeRoles(roles);
    for (const event of events) this.apply(event);
    this.heard();
  }

  /** The same from the stream of authorization events. Who listens is told what was not known here. */
  restore({ roles, changed_roles, ended_sessions, changed_claims }: AuthorizationSnapshot): void {
    const at = new Date().toISOString();
    this.takeRoles(roles);
    // A change that was missed stands in the roles; without its number an older one, heard before, would undo it.
    const byId = new Map(roles.map((role) => [role.id, role]));
    for (const change of changed_roles)
      this.take({ type: 'role-changed', at, role: byId.get(change.role_id) ?? null, ...change });
    const news = new Map<string, string[]>();
    for (const { id, expires_at } of ended_sessions) {
      if (this.endedSessions.has(id)) continue;
      const others = news.get(expires_at);
      if (others) others.push(id);
      else news.set(expires_at, [id]);
    }
    for (const [expires_at, session_ids] of news)
      this.take({ type: 'session-revoked', seq: 0, at, expires_at, user_id: null, session_ids, reason: 'unknown' });
    for (const change of changed_claims) this.take({ type: 'token-claims-change', at, ...change });
  }

  /** An event that was applied before changes nothing. */
  apply(event: AuthorizationEvent): void {
    if (this.applied.has(event.seq)) return;
    this.applied.set(event.seq, true);
    this.take(event);
  }

  /** @returns how to stop listening */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private take(event: AuthorizationEvent): void {
    const changed = this.change(event);
    if (changed) for (const listener of this.listeners) listener(event);
  }

  /** @returns whether it says something new */
  private change(event: AuthorizationEvent): boolean {
    switch (event.type) {
      case 'session-revoked':
        return this.endSessions(event);
      case 'token-claims-change': {
        const { user_id, role_ids, email_verified, seq, expires_at } = event;
        if ((this.changedClaims.get(user_id)?.seq ?? -1) >= seq) return false;
        const expiresAt = Date.parse(expires_at);
        this.changedClaims.set(user_id, { roleIds: role_ids, emailVerified: email_verified, expiresAt, seq });
        return true;
      }
      case 'role-changed':
        if ((this.roleChanges.get(event.role_id)?.seq ?? -1) >= event.seq) return false;
        this.roleChanges.set(event.role_id, event);
        this.takeRole(event);
        return true;
      case 'credential-change':
        return true;
    }
  }

  private endSessions({ session_ids, expires_at }: SessionRevoked): boolean {
    const expiresAt = Date.parse(expires_at);
    for (const id of session_ids) this.endedSessions.set(id, Math.max(expiresAt, this.endedSessions.get(id) ?? 0));
    return true;
  }

  private takeRoles(roles: RoleGrants[], now = Date.now()): void {
    this.roles = new Map(roles.map((role) => [role.id, role]));
    for (const event of this.roleChanges.values()) if (Date.parse(event.expires_at) > now) this.takeRole(event);
  }

  private takeRole({ role_id, role }: RoleChanged): void {
    if (role) this.roles.set(role_id, role);
    else this.roles.delete(role_id);
  }

  /** What a process that follows this one must know. */
  snapshot(): AuthorizationSnapshot {
    const time = (milliseconds: number) => new Date(milliseconds).toISOString();
    return {
      roles: [...this.roles.values()],
      changed_roles: [...this.roleChanges.values()].map(({ role_id, seq, expires_at }) => ({
        role_id,
        seq,
        expires_at,
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
  heard(now = Date.now()): void {
    this.heardAt = Math.max(this.heardAt, now);
  }

  /** Milliseconds in which something may have happened that this process does not know. */
  staleness(now = Date.now()): number {
    return now - this.heardAt;
  }

  isEnded(sessionId: string): boolean {
    return this.endedSessions.has(sessionId);
  }

  /** Whether the token was revoked, by the end of its session or service, or by itself. */
  isRevoked(caller: Caller): boolean {
    if (isService(caller)) return this.isEnded(caller.clientId) || this.isEnded(caller.tokenId);
    return this.isEnded(caller.sessionId);
  }

  /** The claims as they hold now, whatever the token says. */
  current<T extends Claims>(claims: T): T {
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
    for (const [id, { expiresAt }] of this.changedClaims) if (expiresAt <= now) this.changedClaims.delete(id);
    for (const [id, event] of this.roleChanges) if (Date.parse(event.expires_at) <= now) this.roleChanges.delete(id);
  }

  size(): { roles: number; endedSessions: number; changedClaims: number } {
    return {
      roles: this.roles.size,
      endedSessions: this.endedSessions.size,
      changedClaims: this.changedClaims.size,
    };
  }
}
