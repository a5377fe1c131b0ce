import { AuditLog } from '#audit';
import type { RequestMetadata } from '#platform';
import { PresenceService } from '#presence';
import { DeviceHistory, SessionsService } from '#sessions';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { ForgottenPasswordService } from '../passwords/forgotten-password.service';
import { UnrecognizedSessionLinks } from './unrecognized-session-links';

@Injectable()
export class UnrecognizedSessionService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly links: UnrecognizedSessionLinks,
    private readonly history: DeviceHistory,
    private readonly sessions: SessionsService,
    private readonly forgotten: ForgottenPasswordService,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Ends the session that its owner did not start, and any other on that device, and mails a link to choose a new
   * password. However often it is done, there is one mail; what came on that device since ends all the same.
   * @throws {Problem} 400 `invalid_token`, `token_expired`
   */
  async reportUnrecognizedSession(token: string, metadata: RequestMetadata): Promise<void> {
    const sessionId = this.links.read(token);
    const userId = await this.sessions.userOf(sessionId);
    if (!userId) throw accountProblems.token_expired();
    const ended = await this.database.transaction(async (manager) => {
      // Before its sessions, as sign-ins and changes of the password do; so several uses come one after the other.
      const user = await this.users.lock(manager, userId);
      if (!user) throw accountProblems.token_expired();
      const ids = (await this.history.sameDevice(sessionId, manager)).map(({ id }) => id);
      const ended = await this.sessions.revoke(manager, userId, { only: ids }, 'ended_by_user');
      const isFirst = await this.history.markUnrecognized(manager, sessionId);
      if (isFirst) await this.forgotten.send(manager, user, metadata);
      if (isFirst || ended.length > 0) await this.record(manager, userId, { session_id: sessionId, ended }, metadata);
      return ended;
    });
    this.presence.onSessionsRevoked(userId, ended);
  }

  private async record(
    manager: EntityManager,
    subjectId: string,
    details: object,
    metadata: RequestMetadata,
  ): Promise<void> {
    await this.audit.record(manager, { action: 'session.disown', subjectId, details: { ...details }, metadata });
  }
}
