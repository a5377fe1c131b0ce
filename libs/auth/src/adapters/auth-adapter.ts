import type { AccessRule } from '../access/access-rule';
import type { RecentAuthRequirement } from '../access/route-access';
import type { AuthLogger, AuthServiceOptions } from '../auth.options';
import { AccessTokenAuthenticator } from '../authentication/access-token-authenticator';
import { VerifiedTokenCache } from '../authentication/verified-token-cache';
import type { FollowerStats } from '../follower/event-stream-follower';
import type { Permission } from '../permissions/permissions';
import type { AuthorizationState } from '../state/authorization-state';
import type { Principal, ServicePrincipal } from '../tokens/caller';
import { type AuthSource, followIssuer } from './auth-source';
import type { RequestAuth } from './request-auth';
import { RequestAuthorizer } from './request-authorizer';

type Settings = Pick<
  AuthServiceOptions,
  'maxStaleness' | 'whenStale' | 'onRequestAuthenticated' | 'stepUpMaxAge' | 'adminStepUp'
>;

/** Options of `createAuth`: those of the issuer, or `source: new TestAuth()` in tests. */
export type CreateAuthOptions =
  | (AuthServiceOptions & {
      /** Gets warnings, such as one when the event stream is lost. Default `console`. */
      logger?: AuthLogger;
      source?: undefined;
    })
  | (Settings & { source: AuthSource });

/** `undefined` is as if it were not given. */
const definedSettings = ({ source: _, ...settings }: Settings & { source: AuthSource }): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/**
 * What the middleware of every framework has. `Guard` is what a framework takes for a route.
 *
 * Refused requests get a problem document (RFC 9457): 401 and 403 with the codes of `AuthProblemCode`, and 503
 * `authorization_stale` before the first snapshot and beyond `maxStaleness`.
 */
export abstract class AuthAdapter<Guard> {
  private readonly source: AuthSource;
  private readonly authenticator: AccessTokenAuthenticator;
  protected readonly authorizer: RequestAuthorizer;

  /** @throws {Error} for an issuer that is no URL, or missing credentials */
  constructor(given: CreateAuthOptions) {
    this.source = given.source ?? followIssuer(given, given.logger);
    const { keys, state, options } = this.source;
    const merged = given.source ? { ...options, ...definedSettings(given) } : options;
    this.authenticator = new AccessTokenAuthenticator(state, new VerifiedTokenCache(), keys, merged);
    this.authorizer = new RequestAuthorizer(this.authenticator, state, merged);
  }

  /**
   * Closes a route, but for the callers that the rule allows. Without a rule: for signed-in users with a verified e-mail
   * address.
   * @throws {Error} for a rule with an unknown or invalid field, or that no caller could meet
   */
  abstract protect(rule?: AccessRule): Guard;

  /** The user must hold all of these, else 403 `permission_denied`. */
  requirePermissions(...permissions: [Permission, ...Permission[]]): Guard {
    return this.protect({ permissions });
  }

  /** The user must hold at least one of these, else 403 `permission_denied`. */
  requireAnyPermission(...anyPermission: [Permission, ...Permission[]]): Guard {
    return this.protect({ anyPermission });
  }

  /**
   * For services, not for users: the token must be one of `client_credentials` and have all of these scopes, else 403
   * `insufficient_scope`.
   * @see RFC 6749 §3.3
   */
  requireScopes(...scopes: [string, ...string[]]): Guard {
    return this.protect({ scopes });
  }

  /**
   * The user must have authenticated within `maxAge` seconds (without it `stepUpMaxAge`), and with two factors if they
   * have a second one, else 401 `step_up_required`.
   * @see RFC 9470
   */
  requireRecentAuth(recentAuth: RecentAuthRequirement = {}): Guard {
    return this.protect({ recentAuth });
  }

  /** Open to a user whose role requires a second factor that they have not set. */
  allowWithoutMfa(): Guard {
    return this.protect({ allowWithoutMfa: true });
  }

  /** Open to a user whose e-mail address is not verified. */
  allowUnverifiedEmail(): Guard {
    return this.protect({ allowUnverifiedEmail: true });
  }

  /** Open while revocations may be missed (`maxStaleness`); a banned user may then call it for a short time. */
  allowStale(): Guard {
    return this.protect({ allowStale: true });
  }

  /** Open without a token. A valid one identifies the caller, an invalid one is ignored. */
  optionalToken(): Guard {
    return this.protect({ token: 'optional' });
  }

  /** Open to everybody; a token is not read. */
  public(): Guard {
    return this.protect({ token: 'none' });
  }

  /**
   * The user of a request to a route for users.
   * @throws {Error} if the request has none: the route is not guarded, or is for services or without a token
   */
  userOf(request: { auth?: RequestAuth }): Principal {
    if (!request.auth?.user) throw new Error('the request has no user: guard its route');
    return request.auth.user;
  }

  /**
   * The service of a request to a route with scopes.
   * @throws {Error} if the request has none: the route has no scopes
   */
  serviceOf(request: { auth?: RequestAuth }): ServicePrincipal {
    if (!request.auth?.service) throw new Error('the request has no service: its route requires no scopes');
    return request.auth.service;
  }

  /** Roles, revoked sessions and changed claims, in memory. */
  get state(): AuthorizationState {
    return this.source.state;
  }

  /** Of the event stream, for metrics. */
  get stats(): Readonly<FollowerStats> {
    return this.source.stats;
  }

  /** Whether guarded routes answer 503 now; for a readiness probe. */
  isStale(): boolean {
    return this.authenticator.isStale();
  }

  /**
   * Resolves at the first snapshot: until then guarded routes answer 503, so await it before you listen. It waits as long
   * as the issuer can't be reached.
   * @throws {Error} if `close()` is called before
   */
  ready(): Promise<void> {
    return this.source.whenReady();
  }

  /** Closes the event stream. After `maxStaleness` guarded routes answer 503. May be called twice. */
  close(): void {
    this.source.close();
  }
}
