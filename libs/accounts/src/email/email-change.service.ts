import { AuditLog } from '#audit';
import { MailService } from '#mail';
import { type RequestMetadata, RateLimiter, Settings } from '#platform';
import type { Actor } from '#sessions';
import { type User, userProblems, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CredentialChangeService } from '../credentials/credential-change.service';
import { PasswordProofService } from '../credentials/password-proof.service';
import { oneTimeTokenLifetimes } from '../one-time-tokens/one-time-token.entity';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service';
import { AddressInUseNotices } from '../registration/address-in-use-notices.service';
import { MailDomains } from './mail-domains';

@Injectable()
export class EmailChangeService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly proof: PasswordProofService,
    private readonly changes: CredentialChangeService,
    private readonly tokens: OneTimeTokensService,
    private readonly mail: MailService,
    private readonly notices: AddressInUseNotices,
    private readonly mailDomains: MailDomains,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
  ) {}

  /**
   * The address stays as it is until the new one is confirmed.
   * With `REGISTRATION_PRIVACY=strict` a taken address is answered like a free one, and costs as many statements.
   * @throws {Problem} 400 `validation_failed` with `wrong_password`, `email_domain_not_allowed`, 401 `invalid_token`,
   * 409 `email_taken`, `password_changed_meanwhile`
   */
  async request(actor: Actor, newEmail: string, password: string, metadata: RequestMetadata): Promise<void> {
    const { userId } = actor;
    this.mailDomains.assertAllowed(newEmail, 'new_email');
    const proven = await this.proof.verify(actor, password, 'password', metadata);
    const { user } = proven;
    // By the user's id: what strangers ask for by the address does not count here.
    await this.limiter.hit('mail_account', userId);
    const holder = await this.users.findByMailbox(newEmail);
    const taken = holder !== null && holder.id !== userId;
    if (taken && this.settings.REGISTRATION_PRIVACY === 'open') throw userProblems.email_taken();
    await this.database.transaction(async (manager) => {
      await this.proof.lockAndReverify(manager, actor, proven);
      const { sessionId } = actor;
      const token = await this.tokens.issue(manager, 'change_email', { userId, email: newEmail, sessionId });
      if (taken) await this.notices.enqueue(manager, newEmail, metadata);
      else await this.sendLink(manager, user, newEmail, token);
      await this.mail.enqueue(manager, 'email-change-requested', user, {
        name: user.fullName,
        new_email: newEmail,
      });
      await this.audit.record(manager, {
        action: 'email.change_requested',
        actorId: userId,
        subjectId: userId,
        details: { new_email: newEmail },
        metadata,
      });
    });
  }

  private async sendLink(manager: EntityManager, user: User, newEmail: string, token: string): Promise<void> {
    const recipient = { id: user.id, email: newEmail, locale: user.locale };
    await this.mail.enqueue(manager, 'confirm-email', recipient, {
      name: user.username,
      link: `${this.settings.FRONTEND_URL}/confirm-email/${token}`,
      hours: oneTimeTokenLifetimes.change_email / 3600,
    });
  }

  /** @throws {Problem} 400 `invalid_token`, `token_expired`, 409 `email_taken` */
  async confirm(token: string, metadata: RequestMetadata): Promise<void> {
    await this.changes.run(async (manager) => {
      const { userId, email } = await this.tokens.consume(manager, 'change_email', token);
      const user = await this.users.findById(userId, manager);
      const details = { before: user.email, after: email };
      return { user, set: { email }, action: 'email.change', details, metadata };
    });
  }
}
