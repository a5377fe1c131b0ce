/** The decisions about a request. The guards of NestJS and the middleware of Express and Fastify call these. */
import type { AuthOptions } from '../auth.options';
import type { AccessTokenAuthenticator } from '../authentication/access-token-authenticator';
import type { Permission } from '../permissions/permissions';
import type { Refusal } from '../problems/auth-problem';
import type { AuthorizationState } from '../state/authorization-state';
import { type Caller, isService } from '../tokens/caller';
import type { RecentAuthRequirement, RouteAccess } from './route-access';

/** @returns the caller with all later changes applied, or the reason of the refusal */
export function checkCaller(
  authenticator: AccessTokenAuthenticator,
  caller: Caller,
  access: RouteAccess,
): Caller | Refusal {
  const result = authenticator.authorize(caller, access);
  if (typeof result === 'object') return result;
  return {
    code: result,
    extras: result === 'step_up_required' ? { acr_values: 'aal2' } : {},
    scopes: access.scopes,
  };
}

export const isRefusal = (result: Caller | Refusal): result is Refusal => 'code' in result;

/** @returns nothing if the caller holds the permissions; services hold none */
export function checkPermissions(
  state: AuthorizationState,
  caller: Caller | undefined,
  { all, any }: Pick<RouteAccess, 'all' | 'any'>,
): Refusal | undefined {
  if (all.length === 0 && any.length === 0) return undefined;
  const principal = caller && !isService(caller) ? state.currentClaims(caller) : undefined;
  const holds = (permission: Permission) => principal !== undefined && state.holds(principal, permission);
  const missing = all.filter((permission) => !holds(permission));
  if (missing.length > 0) return denied(missing, `You need ${missing.join(' and ')}.`);
  const lacking = any.find((group) => !group.some(holds));
  return lacking && denied(lacking, `You need ${lacking.join(' or ')}.`);
}

/**
 * The requirement of the route, and with the option `adminStepUp` of every change that requires a permission.
 * @param isRead whether the method of the request says that it changes nothing
 * @returns nothing if the authentication of the user is recent enough, or need not be
 * @see RFC 9470
 */
export function checkRecentAuth(
  authenticator: AccessTokenAuthenticator,
  { adminStepUp }: Pick<AuthOptions, 'adminStepUp'>,
  caller: Caller | undefined,
  access: RouteAccess,
  isRead: boolean,
): Refusal | undefined {
  const isAdminChange = access.all.length + access.any.length > 0 && !isRead && !access.isReadOnly;
  const requirement: RecentAuthRequirement | undefined =
    access.recentAuth ?? (adminStepUp && isAdminChange ? {} : undefined);
  if (!requirement || access.isPublic) return undefined;
  if (!caller) return { code: 'not_authenticated' };
  if (isService(caller)) return undefined;
  const stepUp = authenticator.findStepUp(caller, requirement);
  return stepUp && { code: 'step_up_required', extras: stepUp };
}

/** Whether the method of an HTTP request changes nothing. */
export const isReadMethod = (method: string | undefined): boolean => method === 'GET' || method === 'HEAD';

function denied(missing: readonly Permission[], detail: string): Refusal {
  return { code: 'permission_denied', extras: { detail, missing: [...missing] } };
}
