import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthException } from '../auth.errors';
import { AuthOptions } from '../auth.options';
import { Authenticator } from '../authentication/authenticator';
import { isService } from '../tokens/caller';
import type { RecentAuthRequirement } from './decorators';
import { getCaller } from './execution-context';
import { type RouteAccess, routeAccessOf } from './route-access';
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
    const requirement = this.requirementOf(context, access);
    if (!requirement || access.isPublic) return true;

    const caller = getCaller(context);
    if (!caller) throwRefusal(context, new AuthException('not_authenticated'));
    if (isService(caller)) return true;
    const stepUp = this.authenticator.findStepUp(caller, requirement);
    if (stepUp) throwRefusal(context, new AuthException('step_up_required', stepUp));
    return true;
  }

  private requirementOf(context: ExecutionContext, access: RouteAccess): RecentAuthRequirement | undefined {
    if (access.recentAuth) return access.recentAuth;
    const isAdminChange = access.all.length + access.any.length > 0 && !isRead(context);
    return this.options.adminStepUp && isAdminChange ? {} : undefined;
  }
}

/** A message has no method that distinguishes a read from a change, so each counts as a change. */
function isRead(context: ExecutionContext): boolean {
  if (context.getType() !== 'http') return false;
  return ['GET', 'HEAD'].includes(context.switchToHttp().getRequest<{ method: string }>().method);
}
