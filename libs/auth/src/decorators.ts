import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Principal } from './access-token';
import type { Permission } from './permissions';

export const PUBLIC = 'collabsphere:public';
export const UNVERIFIED_EMAIL = 'collabsphere:unverified-email';
export const ALL_PERMISSIONS = 'collabsphere:all-permissions';
export const ANY_PERMISSION = 'collabsphere:any-permission';

/**
 * Anybody may call this route. With `identify` a valid token that is sent still tells who calls (`@CurrentUser()`),
 * and an invalid one counts as none.
 */
export const Public = (options: { identify?: boolean } = {}) => SetMetadata(PUBLIC, { identify: false, ...options });

/** Open to a user whose e-mail address is not verified yet; everything else that needs a token is not. */
export const AllowUnverifiedEmail = () => SetMetadata(UNVERIFIED_EMAIL, true);

/** Closed to such a user after all, on a method of a class that is open to them. */
export const RequireVerifiedEmail = () => SetMetadata(UNVERIFIED_EMAIL, false);

/** The caller must hold all of these. On a class and a method they add up. */
export const RequirePermissions = (...permissions: Permission[]) => SetMetadata(ALL_PERMISSIONS, permissions);

/** The caller must hold at least one of these. */
export const RequireAnyPermission = (...permissions: Permission[]) => SetMetadata(ANY_PERMISSION, permissions);

/** `@CurrentUser() principal: Principal` */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<{ user?: Principal }>().user,
);
