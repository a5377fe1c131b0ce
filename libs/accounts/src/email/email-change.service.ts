import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import { MailService } from '#mail';
import { type Client, RateLimiter, Settings } from '#platform';
import { SecurityNotices } from '#push';
import { RolesService } from '#roles';
import { AuthorizationEvents } from '#sessions';
import { emailKey, userProblems, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { lifetimes } from '../one-time-tokens/one-time-token.entity';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service';
import { PasswordsService } from '../passwords/passwords.service';

@Injectable()
export class EmailChangeService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly events: AuthorizationEvents,
    private readonly passwords: PasswordsService,
    private readonly tokens: OneTimeTokens,
    private readonly mail: MailService,
    private readonly notices: SecurityNotices,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
  ) {}

  /**
   * The address stays as it is until the new one is confirmed.
   * @throws {Problem} 400 `validation_failed` with `wrong_password`, 409 `email_taken`
   */
  async ask({ userId }: Principal, newEmail: string, password: string, client: Client): Promise<void> {
    const { user } = await this.passwords.confirm(userId, password, 'password');
    await this.limiter.hit('mail_account', emailKey(user.email));
    const holder = await this.users.findByEmail(newEmail);
    if (holder && holder.id !== userId) throw userProblems.email_taken();
    await this.database.transaction(async (manager) => {
      const token = await this.tokens.issue(manager, 'change_email', { userId, email: newEmail });
      await this.mail.enqueue(
        manager,
        'confirm-email',
        { id: userId, email: newEmail },
        {
          name: user.username,
          link: `${this.settings.FRONTEND_URL}/confirm-email/${token}`,
          hours: lifetimes.change_email / 3600,
        },
      );
      await this.mail.enqueue(manager, 'email-change-requested', user, {
        name: user.fullName,
        new_email: newEmail,
      });
      await this.audit.record(manager, {
        action: 'email.change_requested',
        actorId: userId,
        subjectId: userId,
        details: { new_email: newEmail },
        client,
      });
    });
  }

  /** @throws {Problem} 400 `invalid_token`, `token_expired`, 409 `email_taken` */
  async confirm(token: string, client: Client): Promise<void> {
    await this.database.transaction(async (manager) => {
      const { userId, email } = await this.tokens.consume(manager, 'change_email', token);
      const user = await this.users.find(userId, manager);
      await this.users.changeEmail(manager, userId, email);
      await this.tokens.void(manager, userId, ['verify_email', 'reset_password', 'change_email']);
      await this.roles.announceClaims(manager, userId);
      await this.events.record(manager, 'credential-change', { user_id: userId });
      await this.mail.enqueue(manager, 'email-changed', user, { name: user.fullName });
      await this.notices.tell(manager, userId, {
        event: 'email_changed',
        title: 'Your e-mail address was changed',
        body: 'Not you? We have mailed your old address what to do.',
      });
      await this.audit.record(manager, {
        action: 'email.change',
        actorId: userId,
        subjectId: userId,
        details: { before: user.email, after: email },
        client,
      });
    });
  }
}
