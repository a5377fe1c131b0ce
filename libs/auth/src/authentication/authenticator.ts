import type { RecentAuthRequirement } from '../access/route-access';
import { AuthException } from '../auth.errors';
import type { Principal } from '../tokens/caller';
import { AccessTokenAuthenticator } from './access-token-authenticator';

/** Verifies access tokens and authorizes callers: for HTTP requests, sockets, messages and introspection alike. */
export class Authenticator extends AccessTokenAuthenticator {
  /**
   * The same as `@RequireRecentAuth()`, for a service that decides by what a request contains.
   * @throws {AuthException} 401 `step_up_required`
   */
  assertRecentAuthentication(principal: Principal, requirement?: RecentAuthRequirement): void {
    const stepUp = this.findStepUp(principal, requirement);
    if (stepUp) throw new AuthException('step_up_required', stepUp);
  }
}
