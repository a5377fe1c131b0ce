import type { Permission, Permissions } from '../permissions/permissions';
import type { AuthorizationState } from '../state/authorization-state';
import { type Caller, isService, type Principal, type ServicePrincipal } from '../tokens/caller';

/** Who makes a request: a user, or a service on its own behalf. */
export class RequestAuth {
  readonly user?: Principal;
  readonly service?: ServicePrincipal;

  constructor(
    caller: Caller,
    private readonly state: AuthorizationState,
  ) {
    if (isService(caller)) this.service = caller;
    else this.user = caller;
  }

  /** Whether the user holds a permission now, as the middleware decides it. Services hold none. */
  holds(permission: Permission): boolean {
    return this.user !== undefined && this.state.holds(this.state.currentClaims(this.user), permission);
  }

  /** All flags and custom permissions of the user as they are now. Of a service: no flag holds, and there are no others. */
  permissions(): Permissions {
    return this.state.permissionsOf(this.user ? this.state.currentClaims(this.user) : { roleIds: [] });
  }
}
