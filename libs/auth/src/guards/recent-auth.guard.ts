import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { checkRecentAuth, isReadMethod } from '../access/check-access';
import { AuthException } from '../auth.errors';
import { AuthOptions } from '../auth.options';
import { Authenticator } from '../authentication/authenticator';
import { getCaller } from './execution-context';
import { routeAccessOf } from './route-access';
import { throwRefusal } from './transport-exceptions';

/**
 * Requires a recent authentication where `@RequireRecentAuth()` says so, and with the option `adminStepUp` for every
 * change that requires a permission. Runs after `PermissionsGuard`: a caller without the permission need not
 * authenticate again to learn it.
 * @see RFC 9470
 */
@Injectable()
export class RecentAuthGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly options: AuthOptions,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = routeAccessOf(context.getClass(), context.getHandler());
    const refusal = checkRecentAuth(this.authenticator, this.options, getCaller(context), access, isRead(context));
    if (refusal) throwRefusal(context, AuthException.of(refusal));
    return true;
  }
}

/** A message has no method that distinguishes a read from a change, so each counts as a change. */
function isRead(context: ExecutionContext): boolean {
  if (context.getType() !== 'http') return false;
  return isReadMethod(context.switchToHttp().getRequest<{ method: string }>().method);
}
