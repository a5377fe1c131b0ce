export { type Access, accessOf } from './access';
export { ACCESS_TOKEN_ALGORITHM, ACCESS_TOKEN_TYPE, type AccessTokenPayload, type Principal } from './access-token';
export { AuthException, type AuthProblemCode, authProblems } from './auth.errors';
export { AuthModule } from './auth.module';
export { AuthOptions } from './auth.options';
export type {
  AuthorizationEvent,
  AuthorizationSnapshot,
  RoleChanged,
  SessionEnd,
  SessionRevoked,
  TokenClaimsChange,
} from './authorization-event';
export { AuthorizationState, type Claims } from './authorization-state';
export {
  AllowUnverifiedEmail,
  CurrentUser,
  Public,
  RequireAnyPermission,
  RequirePermissions,
  RequireVerifiedEmail,
} from './decorators';
export {
  custom,
  type CustomPermission,
  holdsEverything,
  type Permission,
  type PermissionFlag,
  permissionFlags,
  type Permissions,
  permissionsOf,
  type PermissionValue,
  type RoleGrants,
} from './permissions';
export { VerificationKeys } from './verification-keys';
