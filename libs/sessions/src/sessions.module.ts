import { Module, type OnModuleInit } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { PresenceModule } from '#presence';
import { ActorVerifier } from './actor-verifier';
import { AuthorizationEvents } from './events/authorization-events';
import { AuthorizationListener } from './events/authorization.listener';
import { AuthorizationWindowReader } from './events/authorization-window.reader';
import { EventStreams } from './events/event-streams';
import { EventStreamsController } from './events/event-streams.controller';
import { DeviceHistory } from './device-history';
import { DevicesController } from './devices.controller';
import { DevicesService } from './devices.service';
import { LastActiveWriter } from './last-active.writer';
import { PushAddressMapper } from './push-address';
import { PushDeviceRepository } from './push-device.repository';
import { RefreshRotation } from './refresh/refresh-rotation';
import { RoleSource } from './role-source';
import { SessionReauthentication } from './refresh/session-reauthentication';
import { SeenGenerationsModule } from './refresh/seen-generations.module';
import { SeenGenerationsWriter } from './refresh/seen-generations.writer';
import { Session } from './session.entity';
import { SessionRepository } from './session.repository';
import { SessionsController } from './sessions.controller';
import { SessionsPersonalData } from './sessions.personal-data';
import { SessionsService } from './sessions.service';
import { OwnSessionsService } from './own-sessions.service';
import { JwksController } from './signing-keys/jwks.controller';
import { SigningKey } from './signing-keys/signing-key.entity';
import { SigningKeyRepository } from './signing-keys/signing-key.repository';
import { SigningKeysService } from './signing-keys/signing-keys.service';
import { AccessTokenIssuer } from './tokens/access-token.issuer';
import { RefreshTokenCodec } from './tokens/refresh-token.codec';
import { TokenPairIssuer } from './tokens/token-pair.issuer';

const HOUR_MS = 3_600_000;

@Module({
  imports: [
    TypeOrmModule.forFeature([Session, SigningKey]),
    JwtModule.register({}),
    AuditModule,
    PresenceModule,
    SeenGenerationsModule,
  ],
  controllers: [SessionsController, DevicesController, JwksController, EventStreamsController],
  providers: [
    SessionsService,
    SessionRepository,
    TokenPairIssuer,
    RefreshRotation,
    SessionReauthentication,
    SeenGenerationsWriter,
    ActorVerifier,
    RoleSource,
    DevicesService,
    SessionsPersonalData,
    PushAddressMapper,
    PushDeviceRepository,
    DeviceHistory,
    LastActiveWriter,
    OwnSessionsService,
    AuthorizationEvents,
    AuthorizationListener,
    AuthorizationWindowReader,
    EventStreams,
    SigningKeysService,
    SigningKeyRepository,
    AccessTokenIssuer,
    RefreshTokenCodec,
  ],
  exports: [
    SessionsService,
    RefreshRotation,
    ActorVerifier,
    RoleSource,
    PushAddressMapper,
    PushDeviceRepository,
    DeviceHistory,
    LastActiveWriter,
    SeenGenerationsWriter,
    OwnSessionsService,
    AuthorizationEvents,
    AuthorizationListener,
    EventStreams,
    SigningKeysService,
    AccessTokenIssuer,
    RefreshTokenCodec,
  ],
})
export class SessionsModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly sessions: SessionsService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'expired sessions', intervalMs: HOUR_MS, run: () => this.sessions.purge() });
  }
}
