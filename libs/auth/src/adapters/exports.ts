/** What both entry points export beside their middleware. None of it loads NestJS. */
export type { AccessRule } from '../access/access-rule';
export type { RecentAuthRequirement } from '../access/route-access';
export type { AuthLogger, AuthServiceOptions } from '../auth.options';
export type { FollowerStats } from '../follower/event-stream-follower';
export {
  covers,
  type CustomPermissionValue,
  holds,
  /** @deprecated Use `CustomPermissionValue`. */
  type CustomPermissionValue as PermissionValue,
} from '../permissions/custom-permission-value';
export {
  customPermission,
  type CustomPermission,
  type Permission,
  type PermissionFlag,
  permissionFlags,
  type Permissions,
  type RoleGrants,
} from '../permissions/permissions';
export { type AuthProblemCode, authProblems, type ProblemDocument } from '../problems/auth-problem';
export type { AuthorizationEvent } from '../state/authorization-event';
export type { AuthorizationState } from '../state/authorization-state';
export {
  type AssuranceLevel,
  assuranceLevelOf,
  type Authentication,
  type AuthenticationMethod,
} from '../tokens/authentication';
export type { Caller, Principal, ServicePrincipal } from '../tokens/caller';
export type { CreateAuthOptions } from './auth-adapter';
export type { AuthSource } from './auth-source';
export { RequestAuth } from './request-auth';
