import type { Permission } from '../permissions/permissions';
import { type RecentAuthRequirement, type RouteAccess, validateRecentAuth } from './route-access';

/**
 * Who may call a route, in a service without NestJS. Without any field: a signed-in user with a verified e-mail address,
 * and with a second factor where a role of theirs requires one.
 */
export interface AccessRule {
  /** The user must hold all of these. */
  permissions?: readonly Permission[];
  /** The user must hold at least one of these. */
  anyPermission?: readonly Permission[];
  /**
   * For services, not for users: the token must be one of `client_credentials` and have all of these scopes.
   * @see RFC 6749 §3.3
   */
  scopes?: readonly string[];
  /**
   * The user must have authenticated recently, and with two factors if they have a second one; else 401
   * `step_up_required`. `true` is the same as `{}`.
   * @see RFC 9470
   */
  recentAuth?: RecentAuthRequirement | boolean;
  /** The route changes nothing, whatever its method: the option `adminStepUp` does not concern it. */
  readOnly?: boolean;
  /** Open to a user whose role requires a second factor that they have not set. */
  allowWithoutMfa?: boolean;
  /** Open to a user whose e-mail address is not verified. */
  allowUnverifiedEmail?: boolean;
  /** Open while revocations may be missed (`maxStaleness`); a banned user may then call it for a short time. */
  allowStale?: boolean;
  /**
   * `required`, the default. `optional`: a valid token identifies the caller, an invalid one is ignored. `none`: open to
   * everybody, and a token is not read.
   */
  token?: 'required' | 'optional' | 'none';
}

const fields = {
  permissions: isNameList,
  anyPermission: isNameList,
  scopes: isNameList,
  recentAuth: (value: unknown) => typeof value === 'boolean' || isObject(value),
  readOnly: isBoolean,
  allowWithoutMfa: isBoolean,
  allowUnverifiedEmail: isBoolean,
  allowStale: isBoolean,
  token: (value: unknown) => ['required', 'optional', 'none'].includes(value as string),
} satisfies Record<keyof AccessRule, (value: unknown) => boolean>;

/**
 * Checked when a route is declared, since a rule with a misspelled field would leave the route open.
 * @throws {Error} for an unknown or invalid field, an empty list, or a rule that no caller could meet
 */
export function toRouteAccess(rule: AccessRule = {}): RouteAccess {
  validate(rule);
  const { token = 'required', recentAuth } = rule;
  return {
    isPublic: token !== 'required',
    identifies: token === 'optional',
    all: rule.permissions ?? [],
    any: rule.anyPermission ? [rule.anyPermission] : [],
    scopes: rule.scopes ?? [],
    recentAuth: recentAuth === true ? {} : recentAuth || undefined,
    isReadOnly: rule.readOnly ?? false,
    allowsWithoutMfa: rule.allowWithoutMfa ?? false,
    allowsUnverifiedEmail: rule.allowUnverifiedEmail ?? false,
    allowsStale: rule.allowStale ?? false,
  };
}

function validate(rule: AccessRule): void {
  if (!isObject(rule)) throw new Error('an access rule is an object');
  for (const [name, value] of Object.entries(rule)) {
    if (!Object.hasOwn(fields, name)) throw new Error(`an access rule has no field ${name}`);
    if (value !== undefined && !fields[name as keyof AccessRule](value))
      throw new Error(`the field ${name} of an access rule is not valid`);
  }
  if (isObject(rule.recentAuth)) validateRecentAuth(rule.recentAuth);
  const needsUser = rule.permissions ?? rule.anyPermission ?? (rule.recentAuth || undefined);
  if (needsUser && rule.scopes) throw new Error('scopes are for services, permissions and recentAuth for users');
  if ((needsUser ?? rule.scopes) && rule.token && rule.token !== 'required')
    throw new Error(`a route with token: '${rule.token}' can't require anything of the caller`);
}

function isNameList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name !== '');
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
