/**
 * Names of version 0.1, kept for one version. To remove them, delete this file, its spec, its exports in `index.ts`, the use of
 * `seen` in `auth.module.ts` and `PermissionValue` in `adapters/exports.ts`.
 */
import type { AccessRequirements, RouteAccess } from './access/route-access';
import { Authenticator } from './authentication/authenticator';
import { routeAccessOf } from './guards/route-access';
import type { AuthProblemCode } from './problems/auth-problem';
import { VerificationKeys } from './keys/verification-keys';
import { LiveSockets } from './sockets/live-sockets';
import { verifyJws } from './jws/verify-jws';
import { customPermission } from './permissions/permissions';
import type { SocketLike } from './sockets/socket-like';
import type {
  AuthorizationSnapshot,
  AuthorizationStateData,
  RevocationReason,
  StreamHeartbeat,
} from './state/authorization-event';
import { AuthorizationState } from './state/authorization-state';
import type { Caller, Claims, Principal } from './tokens/caller';
import { ServiceTokenProvider } from './follower/service-token-provider';

/** @deprecated Use `AccessRequirements`. */
export type Demands = AccessRequirements;
/** @deprecated Use `RevocationReason`. */
export type SessionEnd = RevocationReason;
/** @deprecated Use `RouteAccess`. */
export type Access = RouteAccess;
/** @deprecated Use `routeAccessOf`. */
export const accessOf = routeAccessOf;
/** @deprecated Use `AuthorizationStateData`. */
export type AuthorizationWindow = AuthorizationStateData;
/** @deprecated Use `StreamHeartbeat`. */
export type Heartbeat = StreamHeartbeat;
/** @deprecated Use `customPermission`. */
export const custom = customPermission;
/** @deprecated Use `verifyJws`. */
export const verify = verifyJws;
export type {
  /** @deprecated Use `CustomPermissionValue`. */
  CustomPermissionValue as PermissionValue,
} from './permissions/custom-permission-value';
// The class itself, not a constant: Nest injects by it.
export {
  /** @deprecated Use `ServiceTokenProvider`. */
  ServiceTokenProvider as ServiceCredentials,
};

declare module './authentication/authenticator' {
  interface Authenticator {
    /** @deprecated Use `authorize`. */
    judge(caller: Caller, requirements?: AccessRequirements): Caller | AuthProblemCode;
    /** @deprecated Use `findVerified`. */
    known(token: string): Caller | undefined;
    /** @deprecated Use `cacheVerified`. */
    remember(token: string, caller: Caller): void;
    /** @deprecated Use `findKey`. */
    keyFor: Authenticator['findKey'];
    /** @deprecated Use `verifyWithKey`. */
    read: Authenticator['verifyWithKey'];
    /** @deprecated Use `tokenExpiry`. */
    endOf(caller: Caller): number;
    /** @deprecated Use `isUnexpired`. */
    isAlive(caller: Caller, now?: number): boolean;
  }
}

declare module './state/authorization-state' {
  interface AuthorizationState {
    /** @deprecated Use `markFresh`. */
    heard(now?: number): void;
    /** @deprecated Use `applySnapshot`. */
    restore(snapshot: AuthorizationSnapshot): void;
    /** @deprecated Use `tokenExpiry`. */
    endOf(caller: Caller): number;
    /** @deprecated Use `eventExpiry`. */
    keptUntil(time: number): number;
    /** @deprecated Use `isSessionRevoked`. */
    isEnded(sessionId: string): boolean;
    /** @deprecated Use `currentClaims`. */
    current<T extends Claims>(claims: T): T;
  }
}

declare module './sockets/live-sockets' {
  interface LiveSockets {
    /** @deprecated Use `authenticate`. */
    admit(socket: SocketLike): Promise<Principal>;
    /** @deprecated Use `emitToUser`. */
    emitTo: LiveSockets['emitToUser'];
    /** @deprecated Use `tokenExpiry`. */
    endOf(principal: Principal): number;
  }
}

declare module './keys/verification-keys' {
  interface VerificationKeys {
    /** @deprecated Use `isValid`. */
    holds(kid: string, now?: number): boolean;
  }
}

declare module './follower/service-token-provider' {
  interface ServiceTokenProvider {
    /** @deprecated Use `invalidate`. */
    forget(): void;
  }
}

declare module './auth.options' {
  interface AuthServiceOptions {
    /** @deprecated Use `onRequestAuthenticated`. */
    readonly seen?: (principal: Principal) => void;
  }
}

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** Each old method calls the new one by its name, so that a subclass or a spy replaces both. */
function aliasMethods<T extends object>(
  { prototype }: { prototype: T },
  names: Record<string, keyof T & string>,
): void {
  for (const [oldName, newName] of Object.entries(names))
    Object.defineProperty(prototype, oldName, {
      configurable: true,
      writable: true,
      value(this: Methods, ...args: unknown[]) {
        return this[newName]!(...args);
      },
    });
}

aliasMethods(Authenticator, {
  judge: 'authorize',
  known: 'findVerified',
  remember: 'cacheVerified',
  keyFor: 'findKey',
  read: 'verifyWithKey',
  endOf: 'tokenExpiry',
  isAlive: 'isUnexpired',
});
aliasMethods(AuthorizationState, {
  heard: 'markFresh',
  restore: 'applySnapshot',
  endOf: 'tokenExpiry',
  keptUntil: 'eventExpiry',
  isEnded: 'isSessionRevoked',
  current: 'currentClaims',
});
aliasMethods(LiveSockets, { admit: 'authenticate', emitTo: 'emitToUser', endOf: 'tokenExpiry' });
aliasMethods(VerificationKeys, { holds: 'isValid' });
aliasMethods(ServiceTokenProvider, { forget: 'invalidate' });
