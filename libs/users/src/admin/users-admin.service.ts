import { AuditLog } from '#audit';
import type { PermissionFlag, Principal } from '#auth';
import type { RequestMetadata, Problem } from '#platform';
import { PresenceService } from '#presence';
import { isOwner, mayAssign, mayUnassign, roleProblems, RolesService } from '#roles';
import { type Session, SessionsService } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { UserDeletion } from '../user-deletion';
import { User } from '../user.entity';
import { UsersService } from '../users.service';
import { adminProblems } from './admin.errors';
import type { AdminUserEdit, BanRequest } from './admin.dto';
import { type HierarchyContext, HierarchyService } from './hierarchy.service';

/** Each one is an id in every access token of the user, and headers have an end. */
const MAX_ROLES = 64;

/** What one user does to another. Every way leads through `HierarchyService.lockAndCheck`, in the transaction of the change. */
@Injectable()
export class UsersAdminService {
  constructor(
    private readonly database: DataSource,
    private readonly hierarchy: HierarchyService,
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly sessions: SessionsService,
    private readonly deletion: UserDeletion,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  async edit(principal: Principal, id: string, edit: AdminUserEdit, metadata: RequestMetadata): Promise<void> {
    const ended = await this.over(principal, id, 'can_manage_users', async (manager, context) => {
      const { target } = context;
      const profile = {
        username: edit.username ?? undefined,
        fullName: edit.full_name ?? undefined,
        bio: edit.bio ?? undefined,
      };
      await this.users.editProfile(manager, id, profile);
      const ended = await this.setActive(manager, principal, context, edit.is_active ?? undefined);
      const given = Object.entries({ ...profile, is_active: edit.is_active ?? undefined }).filter(
        ([, value]) => value !== undefined,
      );
      const before = {
        username: target.username,
        fullName: target.fullName,
        bio: target.bio,
        is_active: !target.deactivatedAt,
      };
      await this.record(manager, 'user.edit', principal, id, metadata, {
        before: Object.fromEntries(given.map(([name]) => [name, before[name as keyof typeof before]])),
        after: Object.fromEntries(given),
      });
      return ended;
    });
    this.presence.onSessionsRevoked(id, ended);
  }

  /** @throws {Problem} 403 `cannot_ban_yourself`, `outranked`, 404, 409 `last_owner` */
  async ban(principal: Principal, id: string, { reason, until }: BanRequest, metadata: RequestMetadata): Promise<void> {
    if (principal.userId === id) throw await this.orLastOwner(id, adminProblems.cannot_ban_yourself());
    const ended = await this.over(principal, id, 'can_ban_users', async (manager, context) => {
      await this.hierarchy.assertNotLastOwner(manager, context);
      await manager.update(
        User,
        { id },
        { bannedAt: new Date(), bannedUntil: until ? new Date(until) : null, banReason: reason },
      );
      const ended = await this.sessions.revoke(manager, id, { except: [] }, 'ban');
      await this.record(manager, 'user.ban', principal, id, metadata, { reason, until: until ?? null });
      return ended;
    });
    this.presence.onSessionsRevoked(id, ended);
  }

  async unban(principal: Principal, id: string, metadata: RequestMetadata): Promise<void> {
    await this.over(principal, id, 'can_ban_users', async (manager, { target }) => {
      await manager.update(User, { id }, { bannedAt: null, bannedUntil: null, banReason: null });
      await this.record(manager, 'user.unban', principal, id, metadata, { reason: target.banReason });
    });
  }

  /** @throws {Problem} 403 `cannot_delete_yourself`, `outranked`, 404, 409 `last_owner` */
  async remove(principal: Principal, id: string, metadata: RequestMetadata): Promise<void> {
    if (principal.userId === id) throw await this.orLastOwner(id, adminProblems.cannot_delete_yourself());
    const removed = await this.over(principal, id, 'can_manage_users', async (manager, context) => {
      await this.hierarchy.assertNotLastOwner(manager, context);
      const by = { action: 'user.delete', actorId: principal.userId, metadata } as const;
      return this.deletion.remove(manager, context.target, by);
    });
    await this.deletion.finish(removed);
  }

  async sessionsOf(principal: Principal, id: string, limit: number, after?: string[]): Promise<Session[]> {
    await this.over(principal, id, 'can_manage_users', async () => undefined);
    return this.sessions.list(id, limit, after);
  }

  async endSessions(principal: Principal, id: string, metadata: RequestMetadata): Promise<void> {
    const ended = await this.over(principal, id, 'can_manage_users', async (manager) => {
      const ended = await this.sessions.revoke(manager, id, { except: [] }, 'ended_by_admin');
      await this.record(manager, 'user.end_sessions', principal, id, metadata, { session_ids: ended });
      return ended;
    });
    this.presence.onSessionsRevoked(id, ended);
  }

  /** @param role name or id */
  async assignRole(principal: Principal, id: string, role: string, metadata: RequestMetadata): Promise<void> {
    await this.overRoles(principal, id, async (manager, { actor, targetRoles }) => {
      const wanted = await this.roles.lockForUpdate(manager, role);
      if (!mayAssign(actor, wanted)) throw roleProblems.outranked();
      if (!(await this.roles.assign(manager, id, wanted.id))) return;
      if (targetRoles.length >= MAX_ROLES) throw adminProblems.too_many_roles();
      await this.roles.announceClaims(manager, id);
      await this.record(manager, 'role.give', principal, id, metadata, { role_id: wanted.id, role: wanted.name });
    });
  }

  /** @throws {Problem} 403 `outranked`, 404, 409 `last_owner` */
  async unassignRole(principal: Principal, id: string, roleId: string, metadata: RequestMetadata): Promise<void> {
    await this.overRoles(principal, id, async (manager, context) => {
      const role = await this.roles.lockForUpdate(manager, roleId);
      if (!mayUnassign(context.actor, role, context.targetRoles)) throw roleProblems.outranked();
      if (isOwner([role])) await this.hierarchy.assertNotLastOwner(manager, context);
      if (!(await this.roles.unassign(manager, id, role.id))) return;
      await this.roles.announceClaims(manager, id);
      await this.record(manager, 'role.take', principal, id, metadata, { role_id: role.id, role: role.name });
    });
  }

  /** To somebody who would do it to themselves; to the last owner another answer says more. */
  private orLastOwner(id: string, refusal: Problem): Promise<Problem> {
    return this.database.transaction(async (manager) => {
      await this.hierarchy.assertNotLastOwner(manager, await this.hierarchy.lockSelf(manager, id));
      return refusal;
    });
  }

  private async setActive(
    manager: EntityManager,
    principal: Principal,
    context: HierarchyContext,
    active: boolean | undefined,
  ): Promise<string[]> {
    const { target } = context;
    if (active === undefined || active === !target.deactivatedAt) return [];
    if (!active) await this.hierarchy.assertNotLastOwner(manager, context);
    if (!active && principal.userId === target.id) throw adminProblems.cannot_deactivate_yourself();
    await manager.update(User, { id: target.id }, { deactivatedAt: active ? null : new Date() });
    return active ? [] : this.sessions.revoke(manager, target.id, { except: [] }, 'deactivated');
  }

  private over<T>(
    principal: Principal,
    targetId: string,
    needs: PermissionFlag,
    work: (manager: EntityManager, context: HierarchyContext) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (manager) =>
      work(manager, await this.hierarchy.lockAndCheck(manager, principal, targetId, [needs])),
    );
  }

  /** The same, of what somebody holds. */
  private overRoles<T>(
    principal: Principal,
    targetId: string,
    work: (manager: EntityManager, context: HierarchyContext) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (manager) => {
      await this.roles.lockAssignments(manager);
      return work(manager, await this.hierarchy.lockAndCheck(manager, principal, targetId, ['can_manage_users']));
    });
  }

  private async record(
    manager: EntityManager,
    action: string,
    { userId }: Principal,
    subjectId: string,
    metadata: RequestMetadata,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(manager, { action, actorId: userId, subjectId, metadata, details });
  }
}
