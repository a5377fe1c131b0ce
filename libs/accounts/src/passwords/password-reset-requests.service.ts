import { randomInt } from 'node:crypto';
import type { Principal } from '#auth';
import { databaseClock, JobHandlers, JobQueue, RateLimiter, type RequestMetadata, SecretBox } from '#platform';
import { emailKey, HierarchyService, UsersService } from '#users';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PasswordResetLinks } from './password-reset-links';

const FORGOTTEN_PASSWORD = 'forgotten_password';
/** Longest wait of the job. It does more for an account, and must not slow down the next requests of the same client. */
const MAX_DELAY_MS = 1000;

/** Requests for a password reset link, by the user or an admin. */
@Injectable()
export class PasswordResetRequestsService implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly hierarchy: HierarchyService,
    private readonly links: PasswordResetLinks,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
    private readonly secrets: SecretBox,
    private readonly limiter: RateLimiter,
  ) {}

  onModuleInit(): void {
    this.handlers.register(FORGOTTEN_PASSWORD, (payload) => this.run((payload as { sealed: string }).sealed));
  }

  /** Known or unknown address: the request runs the same statement, so neither answer nor time reveals which. */
  async requestByEmail(email: string, metadata: RequestMetadata): Promise<void> {
    await this.limiter.hit('mail_account', `reset ${emailKey(email)}`);
    const sealed = this.secrets.seal(FORGOTTEN_PASSWORD, JSON.stringify({ email, client: metadata }));
    const runAt = new Date(databaseClock.now() + randomInt(MAX_DELAY_MS));
    await this.jobs.add(this.database.manager, { task: FORGOTTEN_PASSWORD, payload: { sealed }, runAt });
  }

  /** For a user below the admin. @throws {Problem} 403 `outranked`, 404 `user_not_found` */
  async requestByAdmin(admin: Principal, userId: string, metadata: RequestMetadata): Promise<void> {
    await this.database.transaction(async (manager) => {
      const { target } = await this.hierarchy.lockAndCheck(manager, admin, userId, ['can_manage_users']);
      await this.links.send(manager, target, metadata, admin.userId);
    });
  }

  private async run(sealed: string): Promise<void> {
    // `client` is the stored name: jobs of the version before are still in the queue.
    const { email, client } = JSON.parse(this.secrets.open(FORGOTTEN_PASSWORD, sealed));
    await this.database.transaction(async (manager) => {
      // Whose address it is now: it may have changed since the request.
      const user = await this.users.lockByEmail(manager, email);
      if (user) await this.links.send(manager, user, client);
    });
  }
}
