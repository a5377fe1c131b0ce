import { databaseClock, knownLanguage, type RequestMetadata, Settings } from '#platform';
import { PresenceService } from '#presence';
import { describeUserAgent, type Session, sessionProblems, SessionsService, type Tokens } from '#sessions';
import { UsersService } from '#users';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SecurityAlerts } from '../security/security-alerts';

@Injectable()
export class RefreshService {
  private readonly logger = new Logger('Refresh');

  constructor(
    private readonly database: DataSource,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly alerts: SecurityAlerts,
    private readonly presence: PresenceService,
    private readonly settings: Settings,
  ) {}

  /** @throws {Problem} 401 `invalid_refresh_token`, `refresh_token_reused` */
  async refresh(token: string, metadata: RequestMetadata): Promise<Tokens> {
    const refreshed = await this.sessions.refresh(token, metadata);
    if (refreshed.outcome === 'rotated') return refreshed.tokens;
    if (refreshed.outcome === 'invalid') throw sessionProblems.invalid_refresh_token();
    await this.revokeReused(refreshed.session, metadata);
    throw sessionProblems.refresh_token_reused();
  }

  /** A reused token was copied, and owner and thief can't be distinguished: the session is revoked. @see RFC 9700 §4.14.2 */
  private async revokeReused(session: Session, metadata: RequestMetadata): Promise<void> {
    const { userId } = session;
    await this.database.transaction(async (manager) => {
      const ended = await this.sessions.revoke(manager, userId, { only: [session.id] }, 'refresh_token_reuse');
      if (ended.length === 0) return;
      const user = await this.users.findById(userId, manager);
      const language = knownLanguage(user.locale, this.settings.DEFAULT_LANGUAGE);
      const device = session.deviceName ?? describeUserAgent(session.userAgent, language);
      await this.alerts.send(manager, user, {
        mail: 'session-reuse',
        variables: { name: user.fullName, device, when: databaseClock.date().toISOString() },
        notice: {
          event: 'session_reuse',
          values: { device },
          data: { session_id: session.id },
        },
        audit: {
          action: 'session.refresh_token_reuse',
          subjectId: userId,
          details: { session_id: session.id },
          metadata,
        },
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
