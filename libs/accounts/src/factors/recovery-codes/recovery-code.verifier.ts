import { databaseClock } from '#platform';
import type { AuthenticationMethod } from '#auth';
import { type User, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecurityAlerts } from '../../security/security-alerts';
import type { MfaMethodVerifier, MfaProof } from '../mfa-method-verifier';
import { RecoveryCodes } from './recovery-codes.service';

/** From this number the mail asks for new codes. */
const FEW = 3;

/** A recovery code is a look-up secret, so it counts as a one-time code. @see NIST SP 800-63B-4 §3.1.2 */
@Injectable()
export class RecoveryCodeVerifier implements MfaMethodVerifier {
  readonly method = 'recovery_code';
  readonly isUnguessable = true;

  constructor(
    private readonly codes: RecoveryCodes,
    private readonly users: UsersService,
    private readonly alerts: SecurityAlerts,
  ) {}

  async verify(
    manager: EntityManager,
    userId: string,
    { code }: MfaProof,
  ): Promise<AuthenticationMethod[] | undefined> {
    const left = code ? await this.codes.use(manager, userId, code) : undefined;
    if (left === undefined) return undefined;
    await this.report(manager, await this.users.findById(userId, manager), left);
    return ['otp'];
  }

  /** The audit entry is the caller's: it is the last statement, and says what the code was used for. */
  private async report(manager: EntityManager, user: User, left: number): Promise<void> {
    await this.alerts.notify(manager, user, {
      mail: left <= FEW ? 'recovery-codes-low' : 'recovery-code-used',
      variables: { name: user.fullName, when: databaseClock.date().toISOString(), left },
      notice: {
        event: 'recovery_code_used',
        values: { left },
        data: { left: String(left) },
      },
    });
  }
}
