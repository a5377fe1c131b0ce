import { AuditLog, type AuditRecord } from '#audit';
import { type RequestMetadata, problems, RateLimiter } from '#platform';
import { PresenceService } from '#presence';
import type { Actor } from '#sessions';
import { emailKey, type User, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CredentialChanges } from '../credentials/credential-change.service';
import { PasswordProof } from '../credentials/password-proof.service';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service';
import { PasswordHasher } from './password-hasher';
import { passwordFaults } from './password.policy';

/** Changing a password, known or forgotten. */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly proof: PasswordProof,
    private readonly changes: CredentialChanges,
    private readonly tokens: OneTimeTokens,
    private readonly hasher: PasswordHasher,
    private readonly presence: PresenceService,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Ends every other session.
   * @param also is done in the same transaction; what it tells for the audit log is written last, as that must be
   * @throws {Problem} 400 `validation_failed` (`wrong_password`, …), 401 `invalid_token`, 409 `password_changed_meanwhile`
   */
  async change(
    actor: Actor,
    { current, chosen }: { current: string; chosen: string },
    metadata: RequestMetadata,
    also: (manager: EntityManager) => Promise<AuditRecord | undefined> = async () => undefined,
  ): Promise<void> {
    const proven = await this.proof.confirm(actor.userId, current, 'current_password');
    this.mustBeGood(chosen, proven.user);
    const passwordHash = await this.hasher.hash(chosen);
    const ended = await this.database.transaction(async (manager) => {
      await this.proof.mustStillHold(manager, actor, proven);
      const more = await also(manager);
      const ended = await this.changes.apply(manager, proven.user, {
        set: { passwordHash },
        action: 'password.change',
        ends: { reason: 'password_change', except: [actor.sessionId] },
        metadata,
      });
      if (more) await this.audit.record(manager, more);
      return ended;
    });
    this.presence.gone(actor.userId, ended);
  }

  /**
   * Sets a forgotten password, with the token from the mail. Of many at once one gets the token before any hash is
   * computed; it is used up with the change.
   * @throws {Problem} 400 `invalid_token`, `token_expired`, `validation_failed`
   */
  async reset(token: string, chosen: string, metadata: RequestMetadata): Promise<void> {
    const claimed = await this.tokens.claim('reset_password', token);
    try {
      this.mustBeGood(chosen, await this.users.find(claimed.userId));
      const passwordHash = await this.hasher.hash(chosen);
      const { user, ended } = await this.database.transaction(async (manager) => {
        const { userId } = await this.tokens.consume(manager, 'reset_password', token);
        const user = await this.users.find(userId, manager);
        const ended = await this.changes.apply(manager, user, {
          set: { passwordHash },
          action: 'password.reset',
          ends: { reason: 'password_reset', except: [] },
          metadata,
        });
        return { user, ended };
      });
      this.presence.gone(user.id, ended);
      await this.limiter.reset('login_failures', emailKey(user.email));
    } catch (error) {
      await this.tokens.release(claimed).catch(() => undefined);
      throw error;
    }
  }

  /** The DTO class has looked at the password alone; here it is held against the person too. */
  private mustBeGood(chosen: string, { email, username, fullName }: User): void {
    const faults = passwordFaults(chosen, { email, username, full_name: fullName });
    if (faults.length > 0)
      throw problems.validation_failed({ errors: faults.map((fault) => ({ field: 'new_password', ...fault })) });
  }
}
