import type { Claims } from '../tokens/caller';
import type { AuthorizationSnapshot, TokenClaimsChange } from './authorization-event';
import { LatestChanges } from './latest-changes';

interface ClaimsChange {
  roleIds: readonly string[];
  emailVerified: boolean;
  /** Absent from an older source: then the token's claim holds. */
  mfaEnrolled: boolean | undefined;
  expiresAt: number;
  seq: number;
}

/** Claims of users that have changed since their valid tokens were issued. Times are milliseconds since 1970. */
export class ChangedClaims {
  private readonly changes = new LatestChanges<ClaimsChange>();

  get size(): number {
    return this.changes.size;
  }

  /** @returns whether it is newer than what was known */
  apply(event: Omit<TokenClaimsChange, 'type' | 'at' | 'expires_at'>, expiresAt: number): boolean {
    const { user_id, role_ids, email_verified, mfa_enrolled, seq } = event;
    const claims = { roleIds: role_ids, emailVerified: email_verified, mfaEnrolled: mfa_enrolled };
    return this.changes.setIfNewer(user_id, { ...claims, expiresAt, seq });
  }

  current<T extends Claims>(claims: T): T {
    const change = this.changes.get(claims.userId);
    if (!change) return claims;
    const { roleIds, emailVerified, mfaEnrolled = claims.mfaEnrolled } = change;
    return { ...claims, roleIds, emailVerified, mfaEnrolled };
  }

  prune(now: number): void {
    this.changes.prune(now);
  }

  snapshot(): AuthorizationSnapshot['changed_claims'] {
    return [...this.changes].map(([user_id, { roleIds, emailVerified, mfaEnrolled, seq, expiresAt }]) => ({
      user_id,
      role_ids: [...roleIds],
      email_verified: emailVerified,
      mfa_enrolled: mfaEnrolled,
      seq,
      expires_at: new Date(expiresAt).toISOString(),
    }));
  }
}
