import type { Permission } from './permissions';
import { ALL_PERMISSIONS, ANY_PERMISSION, PUBLIC, SCOPES, STALE, UNVERIFIED_EMAIL } from './decorators';

/** What the decorators of a route say of who may call it. */
export interface RouteAccess {
  /** Anybody may. */
  isPublic: boolean;
  /** Public, but a token that is sent tells who calls. */
  identifies: boolean;
  allowsUnverifiedEmail: boolean;
  /** All of these are needed. */
  all: readonly Permission[];
  /** At least one of each group is needed. */
  any: readonly (readonly Permission[])[];
  /** All of these are needed, and the caller must be a service; empty on a route for users. */
  scopes: readonly string[];
  allowsStale: boolean;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- what Nest's execution context hands out
type Target = Function;

const known = new WeakMap<Target, Map<Target, RouteAccess>>();

/** Decorators of class and method add up; where they say yes or no, the method's word counts. */
export function routeAccessOf(controller: Target, handler: Target): RouteAccess {
  let ofController = known.get(controller);
  if (!ofController) known.set(controller, (ofController = new Map()));
  let access = ofController.get(handler);
  if (!access) ofController.set(handler, (access = read(controller, handler)));
  return access;
}

function read(controller: Target, handler: Target): RouteAccess {
  const both = <T>(key: string): T[] =>
    [controller, handler]
      .map((target) => Reflect.getMetadata(key, target) as T | undefined)
      .filter((found) => found !== undefined);
  const open = both<{ identify: boolean }>(PUBLIC).at(-1);
  return {
    isPublic: open !== undefined,
    identifies: open?.identify ?? false,
    allowsUnverifiedEmail: both<boolean>(UNVERIFIED_EMAIL).at(-1) ?? false,
    all: both<Permission[]>(ALL_PERMISSIONS).flat(),
    any: both<Permission[]>(ANY_PERMISSION),
    scopes: both<string[]>(SCOPES).flat(),
    allowsStale: both<boolean>(STALE).at(-1) ?? false,
  };
}
