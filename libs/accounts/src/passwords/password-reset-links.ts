import { AuditLog } from '#audit';
import { MailService } from '#mail';
import { type RequestMetadata, Settings } from '#platform';
import type { User } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { oneTimeTokenLifetimes } from '../one-time-tokens/one-time-token.entity';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service';

@Injectable()
export class PasswordResetLinks {
  constructor(
    private readonly tokens: OneTimeTokensService,
    private readonly mail: MailService,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
  ) {}

  /**
   * Mails a link to choose a new password, in the caller's transaction.
   * @param adminId where an admin asked for it
   */
  async send(manager: EntityManager, user: User, metadata: RequestMetadata, adminId?: string): Promise<void> {
    const token = await this.tokens.issue(manager, 'reset_password', { userId: user.id, email: user.email });
    await this.mail.enqueue(manager, 'reset-password', user, {
      name: user.fullName,
      link: `${this.settings.FRONTEND_URL}/reset-password/${token}`,
      hours: oneTimeTokenLifetimes.reset_password / 3600,
    });
    await this.audit.record(manager, {
      action: adminId ? 'user.password_reset' : 'password.forgotten',
      actorId: adminId,
      subjectId: user.id,
      metadata,
    });
  }
}
