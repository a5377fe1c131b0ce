export type { AccessRequirements, RecentAuthRequirement, RouteAccess } from './access/route-access';
export { routeAccessOf } from './guards/route-access';
export {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_TYPE,
  type AccessTokenPayload,
  type ServiceTokenPayload,
} from './tokens/access-token';
export {
  type AssuranceLevel,
  assuranceLevelOf,
  assuranceLevels,
  type Authentication,
  type AuthenticationMethod,
  combineMethods,
} from './tokens/authentication';
export { type Caller, type Claims, isService, type Principal, type ServicePrincipal } from './tokens/caller';
export {
  type Access,
  accessOf,
  type AuthorizationWindow,
  custom,
  type Demands,
  type Heartbeat,
  type PermissionValue,
  ServiceCredentials,
  type SessionEnd,
  verify,
} from './deprecated';
export { AuthException } from './auth.errors';
export { type AuthProblemCode, type AuthProblemExtras, authProblems } from './problems/auth-problem';
export { AuthModule } from './auth.module';
export { AuthOptions, AuthServiceOptions, DEFAULT_AUDIENCE } from './auth.options';
export { Authenticator } from './authentication/authenticator';
export type { StepUp } from './authentication/recent-authentication';
export type {
  AuthorizationEvent,
  AuthorizationSnapshot,
  AuthorizationStateData,
  StreamHeartbeat,
  RoleChanged,
  RevocationReason,
  SessionRevoked,
  SigningKeySet,
  PublishedSigningKey,
  TokenClaimsChange,
} from './state/authorization-event';
export { AuthorizationState } from './state/authorization-state';
export {
  AllowStale,
  AllowUnverifiedEmail,
  AllowWithoutMfa,
  CurrentService,
  CurrentUser,
  Public,
  ReadOnly,
  RequireAnyPermission,
  RequirePermissions,
  RequireRecentAuth,
  RequireScopes,
  RequireVerifiedEmail,
} from './guards/decorators';
export { EventStreamFollower, type FollowerStats } from './follower/event-stream-follower';
export { JwtAuthGuard } from './guards/jwt-auth.guard';
export { EVENT_LEEWAY, MAX_CLOCK_SKEW } from './state/lifetimes';
export { JwtStrategy } from './authentication/jwt.strategy';
export type { Jwk, VerificationKey } from './jws/jwk';
export { JwsError } from './jws/jws.error';
export type { JwsHeader } from './jws/parse-jws';
export { type VerifiedJws, verifyJws } from './jws/verify-jws';
export { authenticateSocket } from './sockets/authenticate-socket';
export { LiveSockets } from './sockets/live-sockets';
export type { SocketLike } from './sockets/socket-like';
export { covers, type CustomPermissionValue, holds } from './permissions/custom-permission-value';
export {
  customPermission,
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
} from './permissions/permissions';
export { PermissionsGuard } from './guards/permissions.guard';
export { RecentAuthGuard } from './guards/recent-auth.guard';
export { ServiceTokenProvider } from './follower/service-token-provider';
export { type IssuerKey, VerificationKeys } from './keys/verification-keys';
