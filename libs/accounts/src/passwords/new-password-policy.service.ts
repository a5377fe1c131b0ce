import { problems, type RuleViolation } from '#platform';
import type { User } from '#users';
import { Injectable } from '@nestjs/common';
import { BreachedPasswords } from '../breached-passwords/breached-passwords.service';
import { passwordFaults, type UserAttributes } from './password.policy';

/** The rules of a new password, the breach list included. */
@Injectable()
export class NewPasswordPolicy {
  constructor(private readonly breachedPasswords: BreachedPasswords) {}

  faults(password: string, person: UserAttributes): RuleViolation[] {
    return [...passwordFaults(password, person), ...this.breachedPasswords.faults(password)];
  }

  /**
   * The DTO class checks the password alone; this compares it with the user's names too.
   * @throws {Problem} 400 `validation_failed`
   */
  assertPasswordAcceptable(newPassword: string, { email, username, fullName }: User): void {
    const faults = this.faults(newPassword, { email, username, full_name: fullName });
    if (faults.length > 0)
      throw problems.validation_failed({ errors: faults.map((fault) => ({ field: 'new_password', ...fault })) });
  }
}
