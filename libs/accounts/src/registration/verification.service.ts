import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import { type RequestMetadata, JobHandlers, JobQueue, RateLimiter, SecretBox, Settings } from '#platform';
import { MailService } from '#mail';
import { RolesService } from '#roles';
import { ActorVerifier } from '#sessions';
import { emailKey, type User, UsersService } from '#users';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { oneTimeTokenLifetimes } from '../one-time-tokens/one-time-token.entity';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service';

const RESEND = 'resend_verification';

/** Proving that an e-mail address is one's own. */
@Injectable()
export class VerificationService implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly actorVerifier: ActorVerifier,
    private readonly tokens: OneTimeTokens,
    private readonly mail: MailService,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
    private readonly secrets: SecretBox,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.handlers.register(RESEND, async (payload) => {
      const email = this.secrets.open(RESEND, (payload as { sealed: string }).sealed);
      await this.database.transaction(async (manager) => {
        const user = await this.users.lockByEmail(manager, email);
        if (user && !user.emailVerified) await this.sendLink(manager, user);
      });
    });
  }

  /** Of the links sent before, the newest four stay good. */
  async sendLink(manager: EntityManager, user: User): Promise<void> {
    const token = await this.tokens.issue(manager, 'verify_email', { userId: user.id, email: user.email });
    await this.mail.enqueue(manager, 'verify-email', user, {
      // Not the full name: whoever registers a stranger's address must not choose words that are mailed there.
      name: user.username,
      link: `${this.settings.FRONTEND_URL}/verify-email/${token}`,
      hours: oneTimeTokenLifetimes.verify_email / 3600,
    });
  }

  async resendToSelf(principal: Principal): Promise<void> {
    const user = await this.users.find(principal.userId);
    await this.limiter.hit('mail_account', emailKey(user.email));
    await this.database.transaction(async (manager) => {
      await this.actorVerifier.lockAndVerify(manager, principal);
      const user = await this.users.find(principal.userId, manager);
      if (!user.emailVerified) await this.sendLink(manager, user);
    });
  }

  /** Known, unknown, verified: the caller sees one and the same, and waits the same; the job finds out. */
  async requestResend(email: string): Promise<void> {
    await this.limiter.hit('mail_account', emailKey(email));
    await this.jobs.add(this.database.manager, { task: RESEND, payload: { sealed: this.secrets.seal(RESEND, email) } });
  }

  /**
   * @returns whether it was new; a link opened twice is told so, and all is well
   * @throws {Problem} 400 `invalid_token`, `token_expired`
   */
  async verify(token: string, metadata: RequestMetadata): Promise<boolean> {
    const verified = await this.database.transaction(async (manager) => {
      const used = await this.tokens.markUsed(manager, 'verify_email', token);
      if (!used || !(await this.users.markEmailVerified(manager, used.userId))) return false;
      await this.roles.announceClaims(manager, used.userId);
      await this.audit.record(manager, {
        action: 'email.verify',
        actorId: used.userId,
        subjectId: used.userId,
        metadata,
      });
      return true;
    });
    if (verified) return true;

    const known = await this.tokens.findInAnyState('verify_email', token);
    const user = known && (await this.users.findByEmail(known.email));
    if (user?.emailVerified && user.id === known?.userId) return false;
    throw known?.usedAt ? accountProblems.invalid_token() : await this.tokens.classifyFailure('verify_email', token);
  }
}
