import { AuditLog, type AuditRecord } from '#audit';
import type { Principal, SessionEnd } from '#auth';
import { MailService } from '#mail';
import { type Client, problems, RateLimiter } from '#platform';
import { PresenceService } from '#presence';
import { SecurityNotices } from '#push';
import { AuthorizationEvents, SessionsService } from '#sessions';
import { type Credentials, emailKey, type User, userProblems, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service';
import { PasswordHasher } from './password-hasher';
import { passwordFaults } from './password.policy';

interface Changed {
  user: User;
  action: string;
  reason: SessionEnd;
  keepSessions: string[];
  client: Client;
}

/** Changing a password, known or forgotten, and all that must happen with it. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly events: AuthorizationEvents,
    private readonly tokens: OneTimeTokens,
    private readonly hasher: PasswordHasher,
    private readonly mail: MailService,
    private readonly notices: SecurityNotices,
    private readonly presence: PresenceService,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Ends every other session.
   * @param also is done in the same transaction; what it tells for the audit log is written last, as that must be
   * @throws {Problem} 400 `validation_failed` (`wrong_password`, …), 409 `password_changed_meanwhile`
   */
  async change(
    { userId, sessionId }: Principal,
    { current, chosen }: { current: string; chosen: string },
    client: Client,
    also: (manager: EntityManager) => Promise<AuditRecord | undefined> = async () => undefined,
  ): Promise<void> {
    const { user, passwordHash } = await this.confirm(userId, current, 'current_password');
    this.mustBeGood(chosen, user);
    const newHash = await this.hasher.hash(chosen);
    const ended = await this.database.transaction(async (manager) => {
      if (!(await this.users.changePassword(manager, userId, passwordHash, newHash)))
        throw accountProblems.password_changed_meanwhile();
      const more = await also(manager);
      const ended = await this.changed(manager, {
        user,
        action: 'password.change',
        reason: 'password_change',
        keepSessions: [sessionId],
        client,
      });
      if (more) await this.audit.record(manager, more);
      return ended;
    });
    this.presence.gone(userId, ended);
  }

  /**
   * Sets a forgotten password, with the token from the mail. Of many at once one gets the token before any hash is
   * computed; it is used up with the change.
   * @throws {Problem} 400 `invalid_token`, `token_expired`, `validation_failed`
   */
  async reset(token: string, chosen: string, client: Client): Promise<void> {
    const claimed = await this.tokens.claim('reset_password', token);
    try {
      const user = await this.users.find(claimed.userId);
      this.mustBeGood(chosen, user);
      const newHash = await this.hasher.hash(chosen);
      const ended = await this.database.transaction(async (manager) => {
        await this.tokens.consume(manager, 'reset_password', token);
        await this.users.setPassword(manager, user.id, newHash);
        return this.changed(manager, {
          user,
          action: 'password.reset',
          reason: 'password_reset',
          keepSessions: [],
          client,
        });
      });
      this.presence.gone(user.id, ended);
      await this.limiter.forgive('login_failures', emailKey(user.email));
    } catch (error) {
      await this.tokens.release(claimed).catch(() => undefined);
      throw error;
    }
  }

  /**
   * That the caller still knows the password, before something that a stolen session must not do.
   * @throws {Problem} 400 `validation_failed` with `wrong_password`, 429 `too_many_attempts`
   */
  async confirm(userId: string, password: string, field: string): Promise<Credentials> {
    const credentials = await this.users.credentialsById(userId);
    if (!credentials) throw userProblems.user_not_found();
    const account = emailKey(credentials.user.email);
    await this.limiter.hit('login_failures', account);
    const { ok } = await this.hasher.verify(password, credentials.passwordHash);
    if (!ok)
      throw problems.validation_failed({
        errors: [{ field, code: 'wrong_password', message: 'This is not your password.' }],
      });
    await this.limiter.forgive('login_failures', account);
    return credentials;
  }

  private async changed(
    manager: EntityManager,
    { user, action, reason, keepSessions, client }: Changed,
  ): Promise<string[]> {
    const ended = await this.sessions.end(manager, user.id, { except: keepSessions }, reason);
    await this.tokens.void(manager, user.id, ['reset_password', 'change_email']);
    await this.events.record(manager, 'credential-change', { user_id: user.id });
    await this.mail.enqueue(manager, 'password-changed', user, {
      name: user.fullName,
      when: new Date().toUTCString(),
    });
    await this.notices.tell(
      manager,
      user.id,
      { event: 'password_changed', title: 'Your password was changed', body: 'Not you? Reset it at once.' },
      keepSessions,
    );
    await this.audit.record(manager, { action, actorId: user.id, subjectId: user.id, client });
    return ended;
  }

  /** The wire class has looked at the password alone; here it is held against the person too. */
  private mustBeGood(chosen: string, { email, username, fullName }: User): void {
    const faults = passwordFaults(chosen, { email, username, full_name: fullName });
    if (faults.length > 0)
      throw problems.validation_failed({ errors: faults.map((fault) => ({ field: 'new_password', ...fault })) });
  }
}
