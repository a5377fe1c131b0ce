import { AuditLog } from '#audit';
import type { RequestMetadata } from '#platform';
import { PresenceService } from '#presence';
import { DeviceHistory, SessionsService } from '#sessions';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service';
import { SignInProofs } from '../factors/sign-in-proofs';
import { PasswordResetLinks } from '../passwords/password-reset-links';
import { UnrecognizedSessionLinks } from './unrecognized-session-links';

@Injectable()
export class UnrecognizedSessionService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly links: UnrecognizedSessionLinks,
    private readonly history: DeviceHistory,
    private readonly sessions: SessionsService,
    private readonly tokens: OneTimeTokensService,
    private readonly signInProofs: SignInProofs,
    private readonly resetLinks: PasswordResetLinks,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  /** The language of the user of the link; nothing where the link is not valid. */
  async findLocale(token: string): Promise<string | null | undefined> {
    const sessionId = this.links.find(token);
    const userId = sessionId && (await this.sessions.findOwnerId(sessionId));
    const [user] = userId ? await this.users.findByIds([userId]) : [];
    return user?.locale;
  }

  /**
   * Ends the session that its owner did not start, and any other on that device, and mails a link to choose a new
   * password. A pending change of the address, trusted devices and sign-ins that await
   * a second factor are invalidated. However often it is called, there is one mail; later
   * sessions on that device are revoked all the same.
   * @throws {Problem} 400 `invalid_token`, `token_expired`
   */
  async report(token: string, metadata: RequestMetadata): Promise<void> {
    const sessionId = this.links.verify(token);
    const userId = await this.sessions.findOwnerId(sessionId);
    if (!userId) throw accountProblems.token_expired();
    const ended = await this.database.transaction(async (manager) => {
      // Before its sessions, as sign-ins and changes of the password do; so several uses come one after the other.
      const user = await this.users.lockById(manager, userId);
      if (!user) throw accountProblems.token_expired();
      const ids = (await this.history.listOnSameDevice(sessionId, manager)).map(({ id }) => id);
      const ended = await this.sessions.revoke(manager, userId, { only: ids }, 'ended_by_user');
      await this.tokens.invalidate(manager, userId, ['change_email']);
      await this.signInProofs.invalidate(manager, userId);
      const isFirst = (await this.history.markUnrecognized(manager, ids)).includes(sessionId);
      if (isFirst) await this.resetLinks.send(manager, user, metadata);
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
