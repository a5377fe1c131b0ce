import { problems } from '#platform';
import type { User } from '#users';
import { passwordFaults } from './password.policy';

/**
 * The DTO class checks the password alone; this compares it with the user's names too.
 * @throws {Problem} 400 `validation_failed`
 */
export function assertPasswordAcceptable(newPassword: string, { email, username, fullName }: User): void {
  const faults = passwordFaults(newPassword, { email, username, full_name: fullName });
  if (faults.length > 0)
    throw problems.validation_failed({ errors: faults.map((fault) => ({ field: 'new_password', ...fault })) });
}
