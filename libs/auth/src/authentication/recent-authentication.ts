import { MAX_CLOCK_SKEW } from '../state/lifetimes';
import { type AssuranceLevel, assuranceLevelOf } from '../tokens/authentication';
import type { Principal } from '../tokens/caller';

/** Seconds. */
export const DEFAULT_STEP_UP_MAX_AGE = 900;

/** What a client must achieve before it repeats a call. @see RFC 9470 §3 */
export interface StepUp {
  acr_values: AssuranceLevel;
  /** Seconds. */
  max_age: number;
}

/**
 * A user with a second factor must have used two factors. The clock that wrote `auth_time` may differ from this one by
 * `MAX_CLOCK_SKEW`, so a proof counts for that much longer, and one from further in the future does not count.
 * @param maxAge seconds
 * @returns nothing if the authentication is recent and strong enough
 */
export function findStepUp(
  { authenticatedAt, methods, mfaEnrolled }: Pick<Principal, 'authenticatedAt' | 'methods' | 'mfaEnrolled'>,
  maxAge: number,
  now = Date.now(),
): StepUp | undefined {
  const acr_values = mfaEnrolled ? 'aal2' : 'aal1';
  const isStrong = acr_values === 'aal1' || assuranceLevelOf(methods) === 'aal2';
  const ageSeconds = (now - authenticatedAt) / 1000;
  const isRecent = ageSeconds <= maxAge + MAX_CLOCK_SKEW && ageSeconds >= -MAX_CLOCK_SKEW;
  return isStrong && isRecent ? undefined : { acr_values, max_age: maxAge };
}
