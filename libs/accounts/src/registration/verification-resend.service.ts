import type { Principal } from '#auth';
import { JobHandlers, JobQueue, RateLimiter, SecretBox } from '#platform';
import { TransactionAuthorizer } from '#sessions';
import { emailKey, UsersService } from '#users';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { VerificationLinks } from './verification-links';

const RESEND = 'resend_verification';

/** Sends the verification mail again. */
@Injectable()
export class VerificationResendService implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly links: VerificationLinks,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
    private readonly secrets: SecretBox,
    private readonly limiter: RateLimiter,
  ) {}

  onModuleInit(): void {
    this.handlers.register(RESEND, (payload) => this.run((payload as { sealed: string }).sealed));
  }

  async resendToSelf(principal: Principal): Promise<void> {
    const user = await this.users.findById(principal.userId);
    await this.limiter.hit('mail_account', `verify ${emailKey(user.email)}`);
    await this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, principal);
      const user = await this.users.findById(principal.userId, manager);
      if (!user.emailVerified) await this.links.send(manager, user);
    });
  }

  /** Known, unknown or verified address: the answer and its time are the same; the job looks the account up. */
  async requestByEmail(email: string): Promise<void> {
    await this.limiter.hit('mail_account', `verify ${emailKey(email)}`);
    await this.jobs.add(this.database.manager, { task: RESEND, payload: { sealed: this.secrets.seal(RESEND, email) } });
  }

  private async run(sealed: string): Promise<void> {
    const email = this.secrets.open(RESEND, sealed);
    await this.database.transaction(async (manager) => {
      const user = await this.users.lockByEmail(manager, email);
      if (user && !user.emailVerified) await this.links.send(manager, user);
    });
  }
}
