import { AuditLog, type AccountDeletionRecord } from '#audit';
import { JobHandlers, JobQueue } from '#platform';
import { PresenceService } from '#presence';
import { SessionsService } from '#sessions';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AvatarStore } from './avatar/avatar-store';
import { User } from './user.entity';

const REMOVE_AVATAR = 'remove_avatar';

export interface DeletedUser {
  userId: string;
  endedSessions: string[];
  avatar: string | null;
}

/**
 * Deletes an account, for its user or an admin. Only ids remain, in the audit log. Rows of other modules are deleted by
 * the foreign keys (ON DELETE CASCADE).
 */
@Injectable()
export class UserDeletionService implements OnModuleInit {
  private readonly logger = new Logger('UserDeletionService');

  constructor(
    private readonly sessions: SessionsService,
    private readonly avatars: AvatarStore,
    private readonly presence: PresenceService,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.handlers.register(REMOVE_AVATAR, (payload) => this.avatars.remove((payload as { name: string }).name));
  }

  /** The last statements of the transaction. The caller has locked the user's row, and calls `afterCommit` afterwards. */
  async delete(
    manager: EntityManager,
    { id, avatar }: User,
    by: Omit<AccountDeletionRecord, 'subjectId'>,
  ): Promise<DeletedUser> {
    // Before the rows are deleted, since the revocation event is built from them.
    const endedSessions = await this.sessions.revoke(manager, id, { except: [] }, 'account_deleted');
    await this.jobs.removeJobsOf(manager, id);
    await manager.delete(User, { id });
    if (avatar) await this.jobs.add(manager, { task: REMOVE_AVATAR, payload: { name: avatar } });
    await this.audit.recordDeletion(manager, { ...by, subjectId: id });
    return { userId: id, endedSessions, avatar };
  }

  /** Deletes the avatar's file. If that fails, or this process ends first, the job deletes it. */
  async afterCommit({ userId, endedSessions, avatar }: DeletedUser): Promise<void> {
    this.presence.onAccountDeleted(userId, endedSessions);
    if (!avatar) return;
    try {
      await this.avatars.remove(avatar);
    } catch (error) {
      this.logger.warn({ msg: 'could not remove an avatar yet; a job will', err: error });
    }
  }
}
