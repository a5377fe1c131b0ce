import { databaseClock, type RequestMetadata } from '#platform';
import { MailService } from '#mail';
import type { Actor } from '#sessions';
import { HierarchyService, UserDeletionService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PasswordProofService } from '../credentials/password-proof.service';

@Injectable()
export class AccountDeletionService {
  constructor(
    private readonly database: DataSource,
    private readonly hierarchy: HierarchyService,
    private readonly proof: PasswordProofService,
    private readonly deletion: UserDeletionService,
    private readonly mail: MailService,
  ) {}

  /**
   * @throws {Problem} 400 `validation_failed` with `wrong_password`, 404 `user_not_found` (of two at once, the second),
   * 401 `invalid_token`, 409 `last_owner`, `password_changed_meanwhile`, 429 `too_many_attempts`
   */
  async delete(actor: Actor, password: string, metadata: RequestMetadata): Promise<void> {
    const { userId } = actor;
    const proven = await this.proof.verify(actor, password, 'password', metadata);
    const removed = await this.database.transaction(async (manager) => {
      const context = await this.hierarchy.lockSelf(manager, userId);
      await this.proof.lockAndReverify(manager, actor, proven);
      await this.hierarchy.assertNotLastOwner(manager, context);
      const { email, username, locale } = context.target;
      // Queued for no account, so that it is not withdrawn with the others. Not the full name, as long as it is
      // not sure whose address it is: see VerificationService.
      await this.mail.enqueue(
        manager,
        'account-deleted',
        { email, locale },
        { name: username, when: databaseClock.date().toISOString() },
      );
      // Without IP address and user agent: the entry outlives the personal data.
      return this.deletion.delete(manager, context.target, { action: 'account.delete', actorId: userId });
    });
    await this.deletion.afterCommit(removed);
  }
}
