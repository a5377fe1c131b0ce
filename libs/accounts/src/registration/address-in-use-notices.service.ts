import { AuditLog } from '#audit';
import { MailService } from '#mail';
import { databaseClock, JobHandlers, JobQueue, Problem, RateLimiter, type RequestMetadata, SecretBox } from '#platform';
import { type User, UsersService } from '#users';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

const NOTIFY_ADDRESS_IN_USE = 'notify_address_in_use';

export type AddressClaim = 'account.register_taken' | 'email.change_taken';

/** Notifies the user of an address that it was entered for another account, where the answer must not disclose that. */
@Injectable()
export class AddressInUseNotices implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly mail: MailService,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
    private readonly secrets: SecretBox,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.handlers.register(NOTIFY_ADDRESS_IN_USE, (payload) => this.run((payload as { sealed: string }).sealed));
  }

  /** As a job, so that the caller writes as much as for a free address. */
  async enqueue(manager: EntityManager, email: string, metadata: RequestMetadata): Promise<void> {
    const sealed = this.secrets.seal(NOTIFY_ADDRESS_IN_USE, JSON.stringify({ email, metadata }));
    await this.jobs.add(manager, { task: NOTIFY_ADDRESS_IN_USE, payload: { sealed } });
  }

  /** The last statements of the transaction; the caller has locked the user's row. Within the limit there is a mail. */
  async send(manager: EntityManager, user: User, action: AddressClaim, metadata: RequestMetadata): Promise<void> {
    if (await this.isWithinLimit(user.id))
      await this.mail.enqueue(manager, 'address-in-use', user, {
        name: user.fullName,
        when: databaseClock.date().toISOString(),
      });
    await this.audit.record(manager, { action, subjectId: user.id, metadata });
  }

  private async run(sealed: string): Promise<void> {
    const { email, metadata } = JSON.parse(this.secrets.open(NOTIFY_ADDRESS_IN_USE, sealed));
    await this.database.transaction(async (manager) => {
      const user = await this.users.lockByEmail(manager, email);
      if (user) await this.send(manager, user, 'email.change_taken', metadata);
    });
  }

  private async isWithinLimit(userId: string): Promise<boolean> {
    try {
      await this.limiter.hit('address_in_use', userId);
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }
}
