import { Module } from '@nestjs/common';
import { PresenceBroadcaster } from './presence-broadcaster';
import { PresenceController } from './presence.controller';
import { PresenceGateway } from './presence.gateway';
import { PresenceModule } from './presence.module';

/** Presence for clients: the socket and the calls. Apart, since the guards of both stand on `PresenceModule` too. */
@Module({
  imports: [PresenceModule],
  controllers: [PresenceController],
  providers: [PresenceBroadcaster, PresenceGateway],
})
export class PresenceApiModule {}
