import type { Permission } from '../permissions/permissions';

/** What a route or a socket requires of a caller. */
export interface AccessRequirements {
  allowsUnverifiedEmail: boolean;
  allowsStale: boolean;
  /** All of these are required, and the caller must be a service; empty on a route for users. */
  scopes: readonly string[];
  /** Whether it is open to a user whose role requires a second factor that they have not set. */
  allowsWithoutMfa?: boolean;
}

export interface RecentAuthRequirement {
  /** Seconds; without it the option `stepUpMaxAge`. */
  maxAge?: number;
  /**
   * Only users with a second factor; of the others the route takes another proof, such as the password in the body.
   */
  onlyIfEnrolled?: boolean;
}

/** Who may call a route: in NestJS by its decorators, elsewhere by its rule. */
export interface RouteAccess extends AccessRequirements {
  isPublic: boolean;
  /** On a public route: a valid token still identifies the caller. */
  identifies: boolean;
  /** All of these are required. */
  all: readonly Permission[];
  /** At least one of each group is required. */
  any: readonly (readonly Permission[])[];
  allowsWithoutMfa: boolean;
  /** It changes nothing, whatever its method. */
  isReadOnly: boolean;
  recentAuth?: RecentAuthRequirement;
}

/** @throws {Error} for a `maxAge` that is not a whole number of seconds above 0 */
export function validateRecentAuth({ maxAge }: RecentAuthRequirement): void {
  if (maxAge !== undefined && !(Number.isSafeInteger(maxAge) && maxAge > 0))
    throw new Error('maxAge must be a whole number of seconds above 0');
}
