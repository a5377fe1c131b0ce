import { msg } from '#platform';
import type { User } from '#users';
import { accountProblems } from '../accounts.errors';

/** @throws {Problem} 403 `account_banned`, `account_deactivated`, `email_not_verified` */
export function assertMaySignIn(user: User): void {
  if (user.isBanned())
    throw accountProblems.account_banned(
      user.bannedUntil
        ? { detail: msg('problems.account_banned.until', { until: user.bannedUntil.toISOString() }) }
        : {},
    );
  if (user.deactivatedAt) throw accountProblems.account_deactivated();
  if (!user.emailVerified) throw accountProblems.email_not_verified();
}
