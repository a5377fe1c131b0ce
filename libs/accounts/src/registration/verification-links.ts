import { MailService } from '#mail';
import { Settings } from '#platform';
import type { User } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { oneTimeTokenLifetimes } from '../one-time-tokens/one-time-token.entity';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service';

@Injectable()
export class VerificationLinks {
  constructor(
    private readonly tokens: OneTimeTokensService,
    private readonly mail: MailService,
    private readonly settings: Settings,
  ) {}

  /** Of the links sent before, the newest four stay valid. */
  async send(manager: EntityManager, user: User): Promise<void> {
    const token = await this.tokens.issue(manager, 'verify_email', { userId: user.id, email: user.email });
    await this.mail.enqueue(manager, 'verify-email', user, {
      // Not the full name: who registers a stranger's address must not choose words that are mailed there.
      name: user.username,
      link: `${this.settings.FRONTEND_URL}/verify-email/${token}`,
      hours: oneTimeTokenLifetimes.verify_email / 3600,
    });
  }
}
