export { Auth } from './auth/auth.js';
export type {
  Challenge,
  DeviceInput,
  LoginInput,
  LoginResult,
  Proof,
  RegisterInput,
  RegisterResult,
  SolveChallenge,
} from './auth/auth.js';
export type { MfaLogin, MfaMethod, SignedIn } from './auth/mfa-login.js';
export type { StepUpChallenge, StepUpHandler } from './auth/step-up.js';
export { hasPasskeys } from './auth/webauthn.js';
export { type CollabSphereClient, createClient, type SessionView } from './client.js';
export {
  type ClientErrorCode,
  CollabSphereError,
  type ErrorCode,
  type FieldError,
  hasCode,
  isTemporary,
  type Problem,
} from './errors.js';
export type { components, operations, paths } from './generated/openapi.js';
export type { ProblemCode } from './generated/problem-codes.js';
export type { Api, CallInit, CallOptions } from './http/api-types.js';
export type { ClientOptions } from './options.js';
export type { Channel, LocalStorage, Platform } from './platform/platform.js';
export { hasPermission } from './session/permissions.js';
export { Presence } from './presence/presence.js';
export type {
  OwnPresence,
  PresenceInfo,
  PresenceListener,
  PresenceOptions,
  SocketNotification,
} from './presence/presence-types.js';
export type { PushRegistration } from './push/push.js';
export type { EndReason, Permissions, User } from './session/session-record.js';
export type { SessionState } from './session/session-state.js';
export { asyncStorage, memoryStorage, type SessionStorage } from './session/storage.js';
