import { checkCaller, checkPermissions, checkRecentAuth, isReadMethod, isRefusal } from '../access/check-access';
import type { RouteAccess } from '../access/route-access';
import type { AuthOptions } from '../auth.options';
import type { AccessTokenAuthenticator } from '../authentication/access-token-authenticator';
import type { Refusal } from '../problems/auth-problem';
import type { AuthorizationState } from '../state/authorization-state';
import { parseBearerToken } from '../tokens/bearer-token';
import { type Caller, isService, type Principal } from '../tokens/caller';
import { RequestAuth } from './request-auth';

/** What the frameworks' requests have in common. */
export interface IncomingRequest {
  method?: string;
  headers: { authorization?: string };
}

/** `auth` is absent on an open route without a valid token. */
export type Outcome = { auth?: RequestAuth; refusal?: undefined } | { refusal: Refusal };

/** Decides about a request as the three guards of NestJS do, in the same order and by the same functions. */
export class RequestAuthorizer {
  /** Several rules may apply to one request. */
  private readonly reported = new WeakSet<object>();

  constructor(
    private readonly authenticator: AccessTokenAuthenticator,
    private readonly state: AuthorizationState,
    private readonly options: AuthOptions,
  ) {}

  /** A promise only for a token that this process sees for the first time. */
  authorize(request: IncomingRequest, access: RouteAccess): Outcome | Promise<Outcome> {
    if (access.isPublic && !access.identifies) return {};
    const token = parseBearerToken(request.headers.authorization);
    if (!token) return access.isPublic ? {} : { refusal: { code: 'not_authenticated' } };
    const verified = this.authenticator.findVerified(token);
    if (verified) return this.decide(request, verified, access);
    return this.authenticator
      .verify(token)
      .then((caller) => (caller ? this.decide(request, caller, access) : this.refuseUnverified(token, access)));
  }

  private refuseUnverified(token: string, access: RouteAccess): Outcome {
    return access.isPublic ? {} : { refusal: { code: this.authenticator.explainUnverified(token) } };
  }

  private decide(request: IncomingRequest, caller: Caller, access: RouteAccess): Outcome {
    const result = checkCaller(this.authenticator, caller, access);
    if (isRefusal(result)) return access.isPublic ? {} : { refusal: result };
    if (!isService(result)) this.report(request, result);
    const refusal =
      checkPermissions(this.state, result, access) ??
      checkRecentAuth(this.authenticator, this.options, result, access, isReadMethod(request.method));
    return refusal ? { refusal } : { auth: new RequestAuth(result, this.state) };
  }

  private report(request: object, principal: Principal): void {
    if (!this.options.onRequestAuthenticated || this.reported.has(request)) return;
    this.reported.add(request);
    this.options.onRequestAuthenticated(principal);
  }
}
