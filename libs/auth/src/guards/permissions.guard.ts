import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { checkPermissions } from '../access/check-access';
import { AuthException } from '../auth.errors';
import { AuthorizationState } from '../state/authorization-state';
import { getCaller } from './execution-context';
import { routeAccessOf } from './route-access';
import { toTransportException } from './transport-exceptions';

/** Checks permissions. Runs after `JwtAuthGuard`; a route without a decorator needs none. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(private readonly state: AuthorizationState) {}

  canActivate(context: ExecutionContext): boolean {
    const access = routeAccessOf(context.getClass(), context.getHandler());
    const refusal = checkPermissions(this.state, getCaller(context), access);
    if (refusal) throw toTransportException(context, AuthException.of(refusal));
    return true;
  }
}
