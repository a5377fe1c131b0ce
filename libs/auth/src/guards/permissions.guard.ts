import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { routeAccessOf } from './route-access';
import { isService } from '../tokens/caller';
import { AuthException } from '../auth.errors';
import { AuthorizationState } from '../state/authorization-state';
import { getCaller } from './execution-context';
import type { Permission } from '../permissions/permissions';
import { toTransportException } from './transport-exceptions';

/** Checks permissions. Runs after `JwtAuthGuard`; a route without a decorator needs none. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(private readonly state: AuthorizationState) {}

  canActivate(context: ExecutionContext): boolean {
    const { all, any } = routeAccessOf(context.getClass(), context.getHandler());
    if (all.length === 0 && any.length === 0) return true;

    const caller = getCaller(context);
    const principal = caller && !isService(caller) ? this.state.currentClaims(caller) : undefined;
    const holds = (permission: Permission) => principal !== undefined && this.state.holds(principal, permission);
    const missing = all.filter((permission) => !holds(permission));
    if (missing.length > 0) throw toTransportException(context, denied(missing, `You need ${missing.join(' and ')}.`));
    const lacking = any.find((group) => !group.some(holds));
    if (lacking) throw toTransportException(context, denied(lacking, `You need ${lacking.join(' or ')}.`));
    return true;
  }
}

function denied(missing: readonly Permission[], detail: string): AuthException {
  return new AuthException('permission_denied', { detail, missing: [...missing] });
}
