import { AuditLog, type Deletion } from '#audit';
import { JobHandlers, JobQueue } from '#platform';
import { PresenceService } from '#presence';
import { SessionsService } from '#sessions';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AvatarStore } from './avatar/avatar-store';
import { User } from './user.entity';

const REMOVE_AVATAR = 'remove_avatar';

export interface Removed {
  userId: string;
  endedSessions: string[];
  avatar: string | null;
}

/**
 * What happens when an account goes, whoever wanted it: only ids stay, in the audit log. What other rooms keep of a user
 * goes with the row, since their tables refer to it with ON DELETE CASCADE.
 */
@Injectable()
export class UserDeletion implements OnModuleInit {
  private readonly logger = new Logger('UserDeletion');

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

  /** The last statements of the transaction; the caller has locked the user's row. `finish` follows its commit. */
  async remove(manager: EntityManager, { id, avatar }: User, by: Omit<Deletion, 'subjectId'>): Promise<Removed> {
    // Before the rows go, since the event that refuses their tokens is made of them.
    const endedSessions = await this.sessions.revoke(manager, id, { except: [] }, 'account_deleted');
    await this.jobs.removeJobsOf(manager, id);
    await manager.delete(User, { id });
    if (avatar) await this.jobs.add(manager, { task: REMOVE_AVATAR, payload: { name: avatar } });
    await this.audit.recordDeletion(manager, { ...by, subjectId: id });
    return { userId: id, endedSessions, avatar };
  }

  /** The file goes at once where it can; if not, or if this process ends here, the job has it. */
  async finish({ userId, endedSessions, avatar }: Removed): Promise<void> {
    this.presence.forget(userId, endedSessions);
    if (!avatar) return;
    try {
      await this.avatars.remove(avatar);
    } catch (error) {
      this.logger.warn({ msg: 'could not remove an avatar yet; a job will', err: error });
    }
  }
}
