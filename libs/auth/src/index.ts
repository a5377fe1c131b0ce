export { type RouteAccess, routeAccessOf } from './route-access';
export {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_TYPE,
  type AccessTokenPayload,
  type Caller,
  isService,
  type Principal,
  type ServicePrincipal,
  type ServiceTokenPayload,
} from './access-token';
export { AuthException, type AuthProblemCode, authProblems } from './auth.errors';
export { AuthModule } from './auth.module';
export { AuthOptions, AuthServiceOptions, DEFAULT_AUDIENCE } from './auth.options';
export { Authenticator, type AccessRequirements } from './authenticator';
export type {
  AuthorizationEvent,
  AuthorizationSnapshot,
  AuthorizationWindow,
  Heartbeat,
  RoleChanged,
  RevocationReason,
  SessionRevoked,
  SigningKeySet,
  PublishedSigningKey,
  TokenClaimsChange,
} from './authorization-event';
export { AuthorizationState, type Claims } from './authorization-state';
export {
  AllowStale,
  AllowUnverifiedEmail,
  CurrentService,
  CurrentUser,
  Public,
  RequireAnyPermission,
  RequirePermissions,
  RequireScopes,
  RequireVerifiedEmail,
} from './decorators';
export { EventStreamFollower, type FollowerStats } from './event-stream-follower';
export { JwtAuthGuard } from './jwt-auth.guard';
export { EVENT_LEEWAY, MAX_CLOCK_SKEW } from './lifetimes';
export { JwtStrategy } from './jwt.strategy';
export { type Jwk, JwsError, type JwsHeader, type VerificationKey, type VerifiedJws, verify } from './jws';
export { authenticateSocket, LiveSockets, type SocketLike } from './live-sockets';
export { covers, holds, type PermissionValue } from './permission-value';
export {
  custom,
  type CustomPermission,
  customValue,
  holdsEverything,
  holdsPermission,
  type Permission,
  type PermissionFlag,
  permissionFlags,
  type Permissions,
  permissionsOf,
  type RoleGrants,
} from './permissions';
export { PermissionsGuard } from './permissions.guard';
export { ServiceCredentials } from './service-credentials';
export { type IssuerKey, VerificationKeys } from './verification-keys';
