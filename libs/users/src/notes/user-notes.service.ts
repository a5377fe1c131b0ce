import { AuditLog } from '#audit';
import { AuthException, holdsPermission, type Permission, type Principal } from '#auth';
import type { RequestMetadata } from '#platform';
import { roleProblems } from '#roles';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type HierarchyContext, HierarchyService } from '../admin/hierarchy.service';
import { userDetailPermissions } from '../admin/user-detail-permissions';
import { UsersService } from '../users.service';
import { noteProblems } from './user-notes.errors';
import { type ListedNote, UserNotesRepository } from './user-notes.repository';

/** More than people read. */
const MAX_NOTES = 500;

/** Notes about a user, for moderators of higher rank. */
@Injectable()
export class UserNotesService {
  constructor(
    private readonly database: DataSource,
    private readonly hierarchy: HierarchyService,
    private readonly users: UsersService,
    private readonly notes: UserNotesRepository,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} 403 `outranked`, 404 `user_not_found` */
  async list({ userId: readerId }: Principal, userId: string, limit: number, before?: string): Promise<ListedNote[]> {
    const visible = await this.hierarchy.visibleTo(readerId, [userId]);
    if (!visible.has(userId)) {
      await this.users.findById(userId);
      throw roleProblems.outranked();
    }
    const notes = await this.notes.list(userId, limit, before);
    // Who has no role at all is of lower rank than everybody, and so is who does not exist.
    if (notes.length === 0) await this.users.findById(userId);
    return notes;
  }

  /** @throws {Problem} 403 `outranked`, 404 `user_not_found`, 409 `too_many_notes` */
  add(principal: Principal, userId: string, text: string, metadata: RequestMetadata): Promise<ListedNote> {
    return this.transaction(principal, userId, async (manager) => {
      if ((await this.notes.count(manager, userId)) >= MAX_NOTES) throw noteProblems.too_many_notes();
      const id = await this.notes.add(manager, { userId, authorId: principal.userId, text });
      const note = (await this.notes.find(manager, userId, id))!;
      await this.record(manager, 'user.add_note', principal, userId, id, metadata);
      return note;
    });
  }

  /** @throws {Problem} 403 `outranked`, `not_your_note`, 404 `user_not_found`, `note_not_found` */
  remove(principal: Principal, userId: string, id: string, metadata: RequestMetadata): Promise<void> {
    return this.transaction(principal, userId, async (manager, { actorRoles }) => {
      const note = await this.notes.find(manager, userId, id);
      if (!note) throw noteProblems.note_not_found();
      const isOwn = note.authorId === principal.userId;
      if (!isOwn && !holdsPermission(actorRoles, 'can_manage_users')) throw noteProblems.not_your_note();
      await this.notes.remove(manager, id);
      await this.record(manager, 'user.remove_note', principal, userId, id, metadata);
    });
  }

  private transaction<T>(
    principal: Principal,
    userId: string,
    work: (manager: EntityManager, context: HierarchyContext) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (manager) => {
      const context = await this.hierarchy.lockAndCheck(manager, principal, userId, []);
      const holds = (permission: Permission) => holdsPermission(context.actorRoles, permission);
      if (!userDetailPermissions.some(holds))
        throw new AuthException('permission_denied', { missing: [...userDetailPermissions] });
      return work(manager, context);
    });
  }

  /** Without the text: it is deleted with the note. */
  private async record(
    manager: EntityManager,
    action: string,
    { userId: actorId }: Principal,
    subjectId: string,
    note_id: string,
    metadata: RequestMetadata,
  ): Promise<void> {
    await this.audit.record(manager, { action, actorId, subjectId, metadata, details: { note_id } });
  }
}
