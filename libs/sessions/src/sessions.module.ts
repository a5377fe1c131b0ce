import { Module, type OnModuleInit } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { PresenceModule } from '#presence';
import { ActorVerifier } from './actor-verifier';
import { AuthorizationEvents } from './events/authorization-events';
import { AuthorizationFollower } from './events/authorization-follower';
import { EventStreams } from './events/event-streams';
import { EventStreamsController } from './events/event-streams.controller';
import { DeviceHistory } from './device-history';
import { DevicesController } from './devices.controller';
import { DevicesService } from './devices.service';
import { LastActiveWriter } from './last-active.writer';
import { PushAddresses } from './push-address';
import { PushDevices } from './push-devices';
import { RefreshRotation } from './refresh/refresh-rotation';
import { SeenGenerationsModule } from './refresh/seen-generations.module';
import { SeenGenerationsWriter } from './refresh/seen-generations.writer';
import { Session } from './session.entity';
import { SessionsController } from './sessions.controller';
import { SessionsPersonalData } from './sessions.personal-data';
import { SessionsService } from './sessions.service';
import { OwnSessionsService } from './own-sessions.service';
import { JwksController } from './signing-keys/jwks.controller';
import { SigningKey } from './signing-keys/signing-key.entity';
import { SigningKeys } from './signing-keys/signing-keys.service';
import { AccessTokens } from './tokens/access-tokens';
import { RefreshTokens } from './tokens/refresh-tokens';

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
    RefreshRotation,
    SeenGenerationsWriter,
    ActorVerifier,
    DevicesService,
    SessionsPersonalData,
    PushAddresses,
    PushDevices,
    DeviceHistory,
    LastActiveWriter,
    OwnSessionsService,
    AuthorizationEvents,
    AuthorizationFollower,
    EventStreams,
    SigningKeys,
    AccessTokens,
    RefreshTokens,
  ],
  exports: [
    SessionsService,
    RefreshRotation,
    ActorVerifier,
    PushAddresses,
    PushDevices,
    DeviceHistory,
    LastActiveWriter,
    SeenGenerationsWriter,
    OwnSessionsService,
    AuthorizationEvents,
    AuthorizationFollower,
    EventStreams,
    SigningKeys,
    AccessTokens,
    RefreshTokens,
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
