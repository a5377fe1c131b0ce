import { AuditLog } from '#audit';
import { type RequestMetadata } from '#platform';
import { MailService } from '#mail';
import { PresenceService } from '#presence';
import { SecurityNotices } from '#push';
import { inWords, type Session, sessionProblems, SessionsService, type Tokens } from '#sessions';
import { UsersService } from '#users';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

@Injectable()
export class RefreshService {
  private readonly logger = new Logger('Refresh');

  constructor(
    private readonly database: DataSource,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly mail: MailService,
    private readonly notices: SecurityNotices,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} 401 `invalid_refresh_token`, `refresh_token_reused` */
  async refresh(token: string, metadata: RequestMetadata): Promise<Tokens> {
    const refreshed = await this.sessions.refresh(token, metadata);
    if (refreshed.outcome === 'rotated') return refreshed.tokens;
    if (refreshed.outcome === 'invalid') throw sessionProblems.invalid_refresh_token();
    await this.endReused(refreshed.session, metadata);
    throw sessionProblems.refresh_token_reused();
  }

  /** Somebody has a copy of the token; nobody can tell who is who, so the whole session goes. @see RFC 9700 §4.14.2 */
  private async endReused(session: Session, metadata: RequestMetadata): Promise<void> {
    const { userId } = session;
    await this.database.transaction(async (manager) => {
      const ended = await this.sessions.revoke(manager, userId, { only: [session.id] }, 'refresh_token_reuse');
      if (ended.length === 0) return;
      const user = await this.users.find(userId, manager);
      const device = session.deviceName ?? inWords(session.userAgent);
      await this.mail.enqueue(manager, 'session-reuse', user, {
        name: user.fullName,
        device,
        when: new Date().toUTCString(),
      });
      await this.notices.tell(manager, userId, {
        event: 'session_reuse',
        title: 'We signed one of your devices out',
        body: `Someone used an old sign-in of ${device}. See the mail that we sent you.`,
        data: { session_id: session.id },
      });
      await this.audit.record(manager, {
        action: 'session.refresh_token_reuse',
        subjectId: userId,
        details: { session_id: session.id },
        metadata,
      });
    });
    this.presence.onSessionsRevoked(userId, [session.id]);
    this.logger.warn({
      event: 'refresh_token_reused',
      user_id: userId,
      session_id: session.id,
      ip: metadata.ip,
      request_id: metadata.requestId,
    });
  }
}
