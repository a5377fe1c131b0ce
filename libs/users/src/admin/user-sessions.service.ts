import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import type { RequestMetadata } from '#platform';
import { PresenceService } from '#presence';
import { type Session, SessionsService } from '#sessions';
import { Injectable } from '@nestjs/common';
import { HierarchyService } from './hierarchy.service';

/** The sessions of another user. */
@Injectable()
export class UserSessionsService {
  constructor(
    private readonly hierarchy: HierarchyService,
    private readonly sessions: SessionsService,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  async list(principal: Principal, userId: string, limit: number, after?: string[]): Promise<Session[]> {
    await this.hierarchy.transaction(principal, userId, 'can_manage_users', async () => undefined);
    return this.sessions.list(userId, limit, after);
  }

  async revokeAll(principal: Principal, userId: string, metadata: RequestMetadata): Promise<void> {
    const revoked = await this.hierarchy.transaction(principal, userId, 'can_manage_users', async (manager) => {
      const session_ids = await this.sessions.revoke(manager, userId, { except: [] }, 'ended_by_admin');
      await this.audit.record(manager, {
        action: 'user.end_sessions',
        actorId: principal.userId,
        subjectId: userId,
        metadata,
        details: { session_ids },
      });
      return session_ids;
    });
    this.presence.onSessionsRevoked(userId, revoked);
  }
}
