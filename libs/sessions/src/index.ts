export { type Actor, TransactionAuthorizer } from './transaction-authorizer';
export { AuthorizationEventRecorder } from './events/authorization-event.recorder';
export { AuthorizationListener } from './events/authorization.listener';
export { EventStreamHub, type Follower } from './events/event-stream-hub';
export { DeviceHistory } from './device-history';
export { LastActiveWriter } from './last-active.writer';
export { type PushAddress, PushAddressMapper, type PushKind, pushKinds } from './push-address';
export { type PushDevice, PushDeviceRepository } from './push-device.repository';
export { type RoleQueries, RoleQueryRegistry } from './role-query-registry';
export { RefreshRotation } from './refresh/refresh-rotation';
export { AcknowledgedRefreshGenerations } from './refresh/acknowledged-refresh-generations';
export { AcknowledgedRefreshGenerationsModule } from './refresh/acknowledged-refresh-generations.module';
export { AcknowledgedRefreshGenerationsWriter } from './refresh/acknowledged-refresh-generations.writer';
export { Session } from './session.entity';
export { sessionProblems } from './sessions.errors';
export { SessionsModule } from './sessions.module';
export { OwnSessionDto } from './sessions.personal-data';
export type { Device } from './device';
export { type CreatedSession, SessionsService } from './sessions.service';
export type { Tokens } from './tokens/token-pair.issuer';
export { BrowserSessions } from './browser/browser-sessions.service';
export { RefreshTokenFromCookie } from './browser/refresh-cookie.interceptor';
export { SESSION_COOKIE_SCHEME, SessionCookies } from './browser/session-cookies';
export { type SessionTransport, SessionTransportField } from './browser/session-transport.field';
export { TokensInCookies } from './browser/tokens-in-cookies.interceptor';
export { AccessTokenDto, sessionPage, SessionDto, TokensDto, toSessionDto } from './sessions.dto';
export { OwnSessionsService } from './own-sessions.service';
export { SigningKey } from './signing-keys/signing-key.entity';
export { SigningKeyRepository } from './signing-keys/signing-key.repository';
export {
  type KeyRotation,
  type SigningKeyState,
  type SigningKeyStatus,
  SigningKeysService,
} from './signing-keys/signing-keys.service';
export { AccessTokenIssuer, FIRST_PARTY_CLIENT } from './tokens/access-token.issuer';
export { RefreshTokenCodec } from './tokens/refresh-token.codec';
export { describeUserAgent } from './user-agent';
export { hasSignedInFromSql, isSessionOfSql } from './known-device.sql';
export { pushTokenLockSql } from './locks';
export { MAX_ACCESS_TOKEN_TTL, sessionSettings } from './sessions.settings';
export { OneDevicePerPushToken1764200003002, RevocationLifetimes1764200002000, sessionsMigrations } from './migrations';
