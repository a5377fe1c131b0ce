import { Injectable } from '@nestjs/common';
import type { AuthorizationEvent, AuthorizationSnapshot, RoleChanged, TokenClaimsChange } from './authorization-event';
import { holds, type Permission, type Permissions, permissionsOf, type RoleGrants } from './permissions';

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
  private readonly roleSeqs = new Map<string, number>();
  private heardAt = 0;

  /** Takes the whole window: roles as they are, and every event that still matters. */
  load({ roles, events }: AuthorizationSnapshot): void {
    this.roles = new Map(roles.map((role) => [role.id, role]));
    for (const event of events) if (event.type !== 'role-changed') this.apply(event);
    this.heard();
  }

  apply(event: AuthorizationEvent): void {
    const expiresAt = Date.parse(event.expires_at);
    switch (event.type) {
      case 'session-revoked':
        for (const id of event.session_ids) this.endedSessions.set(id, expiresAt);
        break;
      case 'token-claims-change':
        this.changeClaims(event, expiresAt);
        break;
      case 'role-changed':
        this.changeRole(event);
        break;
      case 'credential-change':
        break;
    }
  }

  private changeClaims({ user_id, role_ids, email_verified, seq }: TokenClaimsChange, expiresAt: number): void {
    if ((this.changedClaims.get(user_id)?.seq ?? 0) > seq) return;
    this.changedClaims.set(user_id, { roleIds: role_ids, emailVerified: email_verified, expiresAt, seq });
  }

  private changeRole({ role_id, role, seq }: RoleChanged): void {
    if ((this.roleSeqs.get(role_id) ?? 0) > seq) return;
    this.roleSeqs.set(role_id, seq);
    if (role) this.roles.set(role_id, role);
    else this.roles.delete(role_id);
  }

  /** The source of the events has answered just now: nothing older than this is unknown here. */
  heard(now = Date.now()): void {
    this.heardAt = now;
  }

  /** Milliseconds in which something may have happened that this process does not know. */
  staleness(now = Date.now()): number {
    return now - this.heardAt;
  }

  isEnded(sessionId: string): boolean {
    return this.endedSessions.has(sessionId);
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
    return holds(this.rolesOf(claims), permission);
  }

  permissionsOf(claims: Pick<Claims, 'roleIds'>): Permissions {
    return permissionsOf(this.rolesOf(claims), this.roles.values());
  }

  /** Forgets what no living token can ask any more. */
  prune(now = Date.now()): void {
    for (const [id, expiresAt] of this.endedSessions) if (expiresAt <= now) this.endedSessions.delete(id);
    for (const [id, { expiresAt }] of this.changedClaims) if (expiresAt <= now) this.changedClaims.delete(id);
  }

  size(): { roles: number; endedSessions: number; changedClaims: number } {
    return {
      roles: this.roles.size,
      endedSessions: this.endedSessions.size,
      changedClaims: this.changedClaims.size,
    };
  }
}
