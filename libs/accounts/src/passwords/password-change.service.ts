import type { AuditRecord } from '#audit';
import type { RequestMetadata } from '#platform';
import type { Actor } from '#sessions';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CredentialChangeService } from '../credentials/credential-change.service';
import { PasswordProofService } from '../credentials/password-proof.service';
import { NewPasswordPolicy } from './new-password-policy.service';
import { PasswordHasher } from './password-hasher';

@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly proof: PasswordProofService,
    private readonly changes: CredentialChangeService,
    private readonly policy: NewPasswordPolicy,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Revokes every other session.
   * @param also runs in the same transaction; the audit entry that it returns is written last
   * @throws {Problem} 400 `validation_failed` (`wrong_password`, …), 401 `invalid_token`, 409 `password_changed_meanwhile`
   */
  async change(
    actor: Actor,
    { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
    metadata: RequestMetadata,
    also: (manager: EntityManager) => Promise<AuditRecord | undefined> = async () => undefined,
  ): Promise<void> {
    const proven = await this.proof.verify(actor, currentPassword, 'current_password', metadata);
    this.policy.assertPasswordAcceptable(newPassword, proven.user);
    const passwordHash = await this.hasher.hash(newPassword);
    await this.changes.run(async (manager) => {
      await this.proof.lockAndReverify(manager, actor, proven);
      return {
        user: proven.user,
        set: { passwordHash },
        revoke: { reason: 'password_change', exceptSessions: [actor.sessionId] },
        action: 'password.change',
        metadata,
        alsoAudit: await also(manager),
      };
    });
  }
}
