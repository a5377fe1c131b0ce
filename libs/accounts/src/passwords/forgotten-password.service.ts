import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import { MailService } from '#mail';
import { type RequestMetadata, JobHandlers, JobQueue, RateLimiter, SecretBox, Settings } from '#platform';
import { emailKey, HierarchyService, type User, UsersService } from '#users';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { oneTimeTokenLifetimes } from '../one-time-tokens/one-time-token.entity';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service';

const FORGOTTEN = 'forgotten_password';

@Injectable()
export class ForgottenPasswordService implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly hierarchy: HierarchyService,
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
    this.handlers.register(FORGOTTEN, async (payload) => {
      // `client` is the stored name: jobs of the version before are still in the queue.
      const { email, client } = JSON.parse(this.secrets.open(FORGOTTEN, (payload as { sealed: string }).sealed));
      await this.database.transaction(async (manager) => {
        // Whose address it is now, not when somebody asked: it may have been changed since.
        const user = await this.users.lockByEmail(manager, email);
        if (user) await this.sendLink(manager, user, client);
      });
    });
  }

  /** Known or unknown, the request does the same one statement, so neither answer nor time tells; the job finds out. */
  async request(email: string, metadata: RequestMetadata): Promise<void> {
    await this.limiter.hit('mail_account', emailKey(email));
    const sealed = this.secrets.seal(FORGOTTEN, JSON.stringify({ email, client: metadata }));
    await this.jobs.add(this.database.manager, { task: FORGOTTEN, payload: { sealed } });
  }

  /** An admin asks for somebody below them. @throws {Problem} 403 `outranked`, 404 `user_not_found` */
  async sendByAdmin(principal: Principal, id: string, metadata: RequestMetadata): Promise<void> {
    await this.database.transaction(async (manager) => {
      const { target } = await this.hierarchy.lockAndCheck(manager, principal, id, ['can_manage_users']);
      await this.sendLink(manager, target, metadata, principal.userId);
    });
  }

  /** In the transaction of what makes it needed; its audit entry with it. */
  async sendLink(manager: EntityManager, user: User, metadata: RequestMetadata, actorId?: string): Promise<void> {
    const token = await this.tokens.issue(manager, 'reset_password', { userId: user.id, email: user.email });
    await this.mail.enqueue(manager, 'reset-password', user, {
      name: user.fullName,
      link: `${this.settings.FRONTEND_URL}/reset-password/${token}`,
      hours: oneTimeTokenLifetimes.reset_password / 3600,
    });
    await this.audit.record(manager, {
      action: actorId ? 'user.password_reset' : 'password.forgotten',
      actorId,
      subjectId: user.id,
      metadata,
    });
  }
}
