import { Module, type OnModuleInit } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { PresenceModule } from '#presence';
import { TransactionAuthorizer } from './transaction-authorizer';
import { AuthorizationEventPartitions } from './events/authorization-event-partitions';
import { AuthorizationEventRecorder } from './events/authorization-event.recorder';
import { AuthorizationListener } from './events/authorization.listener';
import { AuthorizationStateLoader } from './events/authorization-state.loader';
import { EventStreamHub } from './events/event-stream-hub';
import { EventStreamsController } from './events/event-streams.controller';
import { DeviceHistory } from './device-history';
import { DevicesController } from './devices.controller';
import { DevicesService } from './devices.service';
import { LastActiveWriter } from './last-active.writer';
import { PushAddressMapper } from './push-address';
import { PushDeviceRepository } from './push-device.repository';
import { RefreshRotation } from './refresh/refresh-rotation';
import { RoleQueryRegistry } from './role-query-registry';
import { AcknowledgedRefreshGenerationsModule } from './refresh/acknowledged-refresh-generations.module';
import { AcknowledgedRefreshGenerationsWriter } from './refresh/acknowledged-refresh-generations.writer';
import { SessionReauthentication } from './refresh/session-reauthentication';
import { Session } from './session.entity';
import { SessionRepository } from './session.repository';
import { SessionRetention } from './session-retention';
import { SessionsController } from './sessions.controller';
import { SessionsPersonalData } from './sessions.personal-data';
import { SessionsService } from './sessions.service';
import { OwnSessionsService } from './own-sessions.service';
import { BrowserSessions } from './browser/browser-sessions.service';
import { RefreshCookieInterceptor } from './browser/refresh-cookie.interceptor';
import { RequestOrigin } from './browser/request-origin';
import { SessionCookies } from './browser/session-cookies';
import { TokensInCookiesInterceptor } from './browser/tokens-in-cookies.interceptor';
import { JwksController } from './signing-keys/jwks.controller';
import { SigningKey } from './signing-keys/signing-key.entity';
import { SigningKeyRepository } from './signing-keys/signing-key.repository';
import { SigningKeysService } from './signing-keys/signing-keys.service';
import { AccessTokenIssuer } from './tokens/access-token.issuer';
import { RefreshTokenCodec } from './tokens/refresh-token.codec';
import { TokenPairIssuer } from './tokens/token-pair.issuer';

const HOUR_MS = 3_600_000;
const TEN_MINUTES_MS = 600_000;

@Module({
  imports: [
    TypeOrmModule.forFeature([Session, SigningKey]),
    JwtModule.register({}),
    AuditModule,
    PresenceModule,
    AcknowledgedRefreshGenerationsModule,
  ],
  controllers: [SessionsController, DevicesController, JwksController, EventStreamsController],
  providers: [
    SessionsService,
    SessionRepository,
    SessionRetention,
    TokenPairIssuer,
    RefreshRotation,
    AcknowledgedRefreshGenerationsWriter,
    SessionReauthentication,
    AcknowledgedRefreshGenerationsWriter,
    TransactionAuthorizer,
    RoleQueryRegistry,
    DevicesService,
    SessionsPersonalData,
    PushAddressMapper,
    PushDeviceRepository,
    DeviceHistory,
    LastActiveWriter,
    OwnSessionsService,
    RequestOrigin,
    SessionCookies,
    BrowserSessions,
    TokensInCookiesInterceptor,
    RefreshCookieInterceptor,
    AuthorizationEventRecorder,
    AuthorizationEventPartitions,
    AuthorizationListener,
    AuthorizationStateLoader,
    EventStreamHub,
    SigningKeysService,
    SigningKeyRepository,
    AccessTokenIssuer,
    RefreshTokenCodec,
  ],
  exports: [
    SessionsService,
    RefreshRotation,
    TransactionAuthorizer,
    RoleQueryRegistry,
    PushAddressMapper,
    PushDeviceRepository,
    DeviceHistory,
    LastActiveWriter,
    AcknowledgedRefreshGenerationsWriter,
    OwnSessionsService,
    RequestOrigin,
    SessionCookies,
    BrowserSessions,
    AuthorizationEventRecorder,
    AuthorizationListener,
    EventStreamHub,
    SigningKeysService,
    AccessTokenIssuer,
    RefreshTokenCodec,
  ],
})
export class SessionsModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly retention: SessionRetention,
    private readonly partitions: AuthorizationEventPartitions,
  ) {}

  onModuleInit(): void {
    const { maintenance, retention, partitions } = this;
    maintenance.register({ name: 'ended sessions', intervalMs: HOUR_MS, run: () => retention.deleteEnded() });
    maintenance.register({
      name: 'IP addresses of sessions',
      intervalMs: HOUR_MS,
      run: () => retention.eraseAddresses(),
    });
    maintenance.register({
      name: 'partitions of the authorization events',
      intervalMs: TEN_MINUTES_MS,
      isReload: true,
      run: () => partitions.add(),
    });
    maintenance.register({
      name: 'expired authorization events',
      intervalMs: TEN_MINUTES_MS,
      run: () => partitions.dropExpired(),
    });
  }
}
