import { databaseClock, type RequestMetadata } from '#platform';
import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import { PresenceService } from '#presence';
import { SessionsService } from '#sessions';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toProfile } from '../profile/profile.fields';
import { UserProfileService } from '../profile/user-profile.service';
import { UserDeletionService } from '../user-deletion.service';
import { User } from '../user.entity';
import { adminProblems } from './admin.errors';
import type { AdminUserEdit } from './admin-user.dto';
import { type HierarchyContext, HierarchyService } from './hierarchy.service';
import { SuspensionEffects } from './suspension-effects';

/** Edits and deletes another user. */
@Injectable()
export class UsersAdminService {
  constructor(
    private readonly hierarchy: HierarchyService,
    private readonly profiles: UserProfileService,
    private readonly sessions: SessionsService,
    private readonly effects: SuspensionEffects,
    private readonly deletion: UserDeletionService,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} 403 `outranked`, `cannot_deactivate_yourself`, 404, 409 `username_taken`, `last_owner` */
  async update(principal: Principal, id: string, edit: AdminUserEdit, metadata: RequestMetadata): Promise<void> {
    const { userId: actorId } = principal;
    const revoked = await this.hierarchy.transaction(principal, id, 'can_manage_users', async (manager, context) => {
      const profile = toProfile(edit);
      await this.profiles.update(manager, id, profile);
      const revoked = await this.setActive(manager, actorId, context, edit.is_active ?? undefined);
      const details = changeOf(context.target, { ...profile, ...isActiveOf(edit) });
      await this.audit.record(manager, { action: 'user.edit', actorId, subjectId: id, metadata, details });
      return revoked;
    });
    this.presence.onSessionsRevoked(id, revoked);
  }

  /** @throws {Problem} 403 `cannot_delete_yourself`, `outranked`, 404, 409 `last_owner` */
  async delete(principal: Principal, id: string, metadata: RequestMetadata): Promise<void> {
    const { userId: actorId } = principal;
    if (actorId === id) throw await this.hierarchy.selfActionProblem(id, adminProblems.cannot_delete_yourself());
    const deleted = await this.hierarchy.transaction(principal, id, 'can_manage_users', async (manager, context) => {
      await this.hierarchy.assertNotLastOwner(manager, context);
      return this.deletion.delete(manager, context.target, { action: 'user.delete', actorId, metadata });
    });
    await this.deletion.afterCommit(deleted);
  }

  /** @returns the sessions that were revoked */
  private async setActive(
    manager: EntityManager,
    actorId: string,
    context: HierarchyContext,
    active: boolean | undefined,
  ): Promise<string[]> {
    const { target } = context;
    if (active === undefined || active === !target.deactivatedAt) return [];
    if (!active) await this.hierarchy.assertNotLastOwner(manager, context);
    if (!active && actorId === target.id) throw adminProblems.cannot_deactivate_yourself();
    await manager.update(User, { id: target.id }, { deactivatedAt: active ? null : databaseClock.date() });
    if (active) return [];
    await this.effects.apply(manager, target.id);
    return this.sessions.revoke(manager, target.id, { except: [] }, 'deactivated');
  }
}

const isActiveOf = ({ is_active }: AdminUserEdit) => (typeof is_active === 'boolean' ? { is_active } : {});

/** The edited fields before and after, for the audit log. */
function changeOf(target: User, after: object): { before: object; after: object } {
  const all: Record<string, unknown> = { ...target, is_active: !target.deactivatedAt };
  return { before: Object.fromEntries(Object.keys(after).map((name) => [name, all[name]])), after };
}
