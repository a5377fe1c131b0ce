import { AuditLog } from '#audit';
import type { PermissionFlag, Principal } from '#auth';
import type { Client, Problem } from '#platform';
import { PresenceService } from '#presence';
import { isOwner, mayGive, mayTake, roleProblems, RolesService } from '#roles';
import { type Session, SessionsService } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { UserDeletion } from '../user-deletion';
import { User } from '../user.entity';
import { UsersService } from '../users.service';
import { adminProblems } from './admin.errors';
import type { AdminUserEdit, BanRequest } from './admin.dto';
import { type Standing, Standings } from './standing';

/** Each one is an id in every access token of the user, and headers have an end. */
const MAX_ROLES = 64;

/** What one user does to another. Every way leads through `Standings.over`, in the transaction of the change. */
@Injectable()
export class UsersAdmin {
  constructor(
    private readonly database: DataSource,
    private readonly standings: Standings,
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly sessions: SessionsService,
    private readonly deletion: UserDeletion,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  async edit(principal: Principal, id: string, edit: AdminUserEdit, client: Client): Promise<void> {
    const ended = await this.over(principal, id, 'can_manage_users', async (manager, standing) => {
      const { target } = standing;
      const profile = {
        username: edit.username ?? undefined,
        fullName: edit.full_name ?? undefined,
        bio: edit.bio ?? undefined,
      };
      await this.users.editProfile(manager, id, profile);
      const ended = await this.switch(manager, principal, standing, edit.is_active ?? undefined);
      const given = Object.entries({ ...profile, is_active: edit.is_active ?? undefined }).filter(
        ([, value]) => value !== undefined,
      );
      const before = {
        username: target.username,
        fullName: target.fullName,
        bio: target.bio,
        is_active: !target.deactivatedAt,
      };
      await this.record(manager, 'user.edit', principal, id, client, {
        before: Object.fromEntries(given.map(([name]) => [name, before[name as keyof typeof before]])),
        after: Object.fromEntries(given),
      });
      return ended;
    });
    this.presence.gone(id, ended);
  }

  /** @throws {Problem} 403 `cannot_ban_yourself`, `outranked`, 404, 409 `last_owner` */
  async ban(principal: Principal, id: string, { reason, until }: BanRequest, client: Client): Promise<void> {
    if (principal.userId === id) throw await this.orLastOwner(id, adminProblems.cannot_ban_yourself());
    const ended = await this.over(principal, id, 'can_ban_users', async (manager, standing) => {
      await this.standings.mustNotBeLastOwner(manager, standing);
      await manager.update(
        User,
        { id },
        { bannedAt: new Date(), bannedUntil: until ? new Date(until) : null, banReason: reason },
      );
      const ended = await this.sessions.end(manager, id, { except: [] }, 'ban');
      await this.record(manager, 'user.ban', principal, id, client, { reason, until: until ?? null });
      return ended;
    });
    this.presence.gone(id, ended);
  }

  async unban(principal: Principal, id: string, client: Client): Promise<void> {
    await this.over(principal, id, 'can_ban_users', async (manager, { target }) => {
      await manager.update(User, { id }, { bannedAt: null, bannedUntil: null, banReason: null });
      await this.record(manager, 'user.unban', principal, id, client, { reason: target.banReason });
    });
  }

  /** @throws {Problem} 403 `cannot_delete_yourself`, `outranked`, 404, 409 `last_owner` */
  async remove(principal: Principal, id: string, client: Client): Promise<void> {
    if (principal.userId === id) throw await this.orLastOwner(id, adminProblems.cannot_delete_yourself());
    const removed = await this.over(principal, id, 'can_manage_users', async (manager, standing) => {
      await this.standings.mustNotBeLastOwner(manager, standing);
      const by = { action: 'user.delete', actorId: principal.userId, client } as const;
      return this.deletion.remove(manager, standing.target, by);
    });
    await this.deletion.finish(removed);
  }

  async sessionsOf(principal: Principal, id: string, limit: number, after?: string[]): Promise<Session[]> {
    await this.over(principal, id, 'can_manage_users', async () => undefined);
    return this.sessions.list(id, limit, after);
  }

  async endSessions(principal: Principal, id: string, client: Client): Promise<void> {
    const ended = await this.over(principal, id, 'can_manage_users', async (manager) => {
      const ended = await this.sessions.end(manager, id, { except: [] }, 'ended_by_admin');
      await this.record(manager, 'user.end_sessions', principal, id, client, { session_ids: ended });
      return ended;
    });
    this.presence.gone(id, ended);
  }

  /** @param role name or id */
  async give(principal: Principal, id: string, role: string, client: Client): Promise<void> {
    await this.overRoles(principal, id, async (manager, { actor, targetRoles }) => {
      const wanted = await this.roles.lock(manager, role);
      if (!mayGive(actor, wanted)) throw roleProblems.outranked();
      if (!(await this.roles.give(manager, id, wanted.id))) return;
      if (targetRoles.length >= MAX_ROLES) throw adminProblems.too_many_roles();
      await this.roles.announceClaims(manager, id);
      await this.record(manager, 'role.give', principal, id, client, { role_id: wanted.id, role: wanted.name });
    });
  }

  /** @throws {Problem} 403 `outranked`, 404, 409 `last_owner` */
  async take(principal: Principal, id: string, roleId: string, client: Client): Promise<void> {
    await this.overRoles(principal, id, async (manager, standing) => {
      const role = await this.roles.lock(manager, roleId);
      if (!mayTake(standing.actor, role, standing.targetRoles)) throw roleProblems.outranked();
      if (isOwner([role])) await this.standings.mustNotBeLastOwner(manager, standing);
      if (!(await this.roles.take(manager, id, role.id))) return;
      await this.roles.announceClaims(manager, id);
      await this.record(manager, 'role.take', principal, id, client, { role_id: role.id, role: role.name });
    });
  }

  /** To somebody who would do it to themselves; to the last owner another answer says more. */
  private orLastOwner(id: string, refusal: Problem): Promise<Problem> {
    return this.database.transaction(async (manager) => {
      await this.standings.mustNotBeLastOwner(manager, await this.standings.ofSelf(manager, id));
      return refusal;
    });
  }

  private async switch(
    manager: EntityManager,
    principal: Principal,
    standing: Standing,
    active: boolean | undefined,
  ): Promise<string[]> {
    const { target } = standing;
    if (active === undefined || active === !target.deactivatedAt) return [];
    if (!active) await this.standings.mustNotBeLastOwner(manager, standing);
    if (!active && principal.userId === target.id) throw adminProblems.cannot_deactivate_yourself();
    await manager.update(User, { id: target.id }, { deactivatedAt: active ? null : new Date() });
    return active ? [] : this.sessions.end(manager, target.id, { except: [] }, 'deactivated');
  }

  private over<T>(
    principal: Principal,
    targetId: string,
    needs: PermissionFlag,
    work: (manager: EntityManager, standing: Standing) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (manager) =>
      work(manager, await this.standings.over(manager, principal, targetId, [needs])),
    );
  }

  /** The same, of what somebody holds. */
  private overRoles<T>(
    principal: Principal,
    targetId: string,
    work: (manager: EntityManager, standing: Standing) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (manager) => {
      await this.roles.lockAssignments(manager);
      return work(manager, await this.standings.over(manager, principal, targetId, ['can_manage_users']));
    });
  }

  private async record(
    manager: EntityManager,
    action: string,
    { userId }: Principal,
    subjectId: string,
    client: Client,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(manager, { action, actorId: userId, subjectId, client, details });
  }
}
