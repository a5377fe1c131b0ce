import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { getCaller } from './execution-context';
import { isService } from '../tokens/caller';
import { type RecentAuthRequirement, validateRecentAuth } from '../access/route-access';
import type { Permission } from '../permissions/permissions';

export const PUBLIC = 'collabsphere:public';
export const UNVERIFIED_EMAIL = 'collabsphere:unverified-email';
export const ALL_PERMISSIONS = 'collabsphere:all-permissions';
export const ANY_PERMISSION = 'collabsphere:any-permission';
export const SCOPES = 'collabsphere:scopes';
export const STALE = 'collabsphere:stale';
export const WITHOUT_MFA = 'collabsphere:without-mfa';
export const READ_ONLY = 'collabsphere:read-only';
export const RECENT_AUTH = 'collabsphere:recent-auth';

/**
 * Open without a token. With `identify` a valid token still identifies the caller (`@CurrentUser()`), and an invalid one
 * is ignored.
 */
export const Public = (options: { identify?: boolean } = {}) => SetMetadata(PUBLIC, { identify: false, ...options });

/** Open to a user whose e-mail address is not verified yet; without it a guarded route is not. */
export const AllowUnverifiedEmail = () => SetMetadata(UNVERIFIED_EMAIL, true);

/** Overrides `@AllowUnverifiedEmail()` of the class on a method. */
export const RequireVerifiedEmail = () => SetMetadata(UNVERIFIED_EMAIL, false);

/** The caller must hold all of these. On a class and a method they add up. */
export const RequirePermissions = (...permissions: Permission[]) => SetMetadata(ALL_PERMISSIONS, permissions);

/** The caller must hold at least one of these. */
export const RequireAnyPermission = (...permissions: Permission[]) => SetMetadata(ANY_PERMISSION, permissions);

/**
 * For services, not for users: the token must be one of `client_credentials` and have all of these scopes. On a class
 * and a method they add up.
 * @see RFC 6749 §3.3
 */
export const RequireScopes = (...scopes: [string, ...string[]]) => SetMetadata(SCOPES, scopes);

/**
 * Open even while revocations may be missed (the source of authorization events has been silent for longer than
 * `maxStaleness`). Only for routes that a banned user may still call for a short time.
 */
export const AllowStale = () => SetMetadata(STALE, true);

/** Open to a user whose role requires a second factor that they have not set; without it a guarded route is not. */
export const AllowWithoutMfa = () => SetMetadata(WITHOUT_MFA, true);

/**
 * The route changes nothing, though its method or a message does not say so: the option `adminStepUp` does not concern it.
 */
export const ReadOnly = () => SetMetadata(READ_ONLY, true);

/**
 * The user must have authenticated within `maxAge`, and with two factors if they have a second one. Else the answer is
 * 401 `step_up_required`: the client authenticates the user again and repeats the call. Does not concern services. On a
 * class and a method the method's takes precedence.
 * @see RFC 9470
 */
export function RequireRecentAuth(requirement: RecentAuthRequirement = {}) {
  validateRecentAuth(requirement);
  return SetMetadata(RECENT_AUTH, requirement);
}

/** `@CurrentUser() principal: Principal` */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const caller = getCaller(context);
  return caller && !isService(caller) ? caller : undefined;
});

/** `@CurrentService() service: ServicePrincipal`, on a route with `@RequireScopes()` */
export const CurrentService = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const caller = getCaller(context);
  return caller && isService(caller) ? caller : undefined;
});
