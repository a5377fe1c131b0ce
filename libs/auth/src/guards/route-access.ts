import type { RecentAuthRequirement, RouteAccess } from '../access/route-access';
import type { Permission } from '../permissions/permissions';
import {
  ALL_PERMISSIONS,
  ANY_PERMISSION,
  PUBLIC,
  READ_ONLY,
  RECENT_AUTH,
  SCOPES,
  STALE,
  UNVERIFIED_EMAIL,
  WITHOUT_MFA,
} from './decorators';

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- the type in Nest's ExecutionContext
type Target = Function;

const cache = new WeakMap<Target, Map<Target, RouteAccess>>();

/** Decorators of class and method add up; of those that say yes or no, the method's takes precedence. */
export function routeAccessOf(controller: Target, handler: Target): RouteAccess {
  let byHandler = cache.get(controller);
  if (!byHandler) cache.set(controller, (byHandler = new Map()));
  let access = byHandler.get(handler);
  if (!access) byHandler.set(handler, (access = readMetadata(controller, handler)));
  return access;
}

function readMetadata(controller: Target, handler: Target): RouteAccess {
  const ofBoth = <T>(key: string): T[] =>
    [controller, handler]
      .map((target) => Reflect.getMetadata(key, target) as T | undefined)
      .filter((value) => value !== undefined);
  const publicOptions = ofBoth<{ identify: boolean }>(PUBLIC).at(-1);
  return {
    isPublic: publicOptions !== undefined,
    identifies: publicOptions?.identify ?? false,
    allowsUnverifiedEmail: ofBoth<boolean>(UNVERIFIED_EMAIL).at(-1) ?? false,
    all: ofBoth<Permission[]>(ALL_PERMISSIONS).flat(),
    any: ofBoth<Permission[]>(ANY_PERMISSION),
    scopes: ofBoth<string[]>(SCOPES).flat(),
    allowsStale: ofBoth<boolean>(STALE).at(-1) ?? false,
    allowsWithoutMfa: ofBoth<boolean>(WITHOUT_MFA).at(-1) ?? false,
    isReadOnly: ofBoth<boolean>(READ_ONLY).at(-1) ?? false,
    recentAuth: ofBoth<RecentAuthRequirement>(RECENT_AUTH).at(-1),
  };
}
