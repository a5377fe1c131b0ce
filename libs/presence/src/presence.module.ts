import { Settings } from '#platform';
import { Module } from '@nestjs/common';
import { LastSeenArchive } from './last-seen.archive';
import { MemoryPresenceStore } from './memory-presence-store';
import { PresencePersonalData } from './presence.personal-data';
import { PresenceService } from './presence.service';
import { PresenceStore } from './presence-store';
import { PresenceLifecycle } from './presence-lifecycle';
import { RedisPresenceStore } from './redis/redis-presence-store';
import { SessionActivity } from './session-activity';

@Module({
  providers: [
    {
      provide: PresenceStore,
      inject: [Settings],
      useFactory: ({ REDIS_URL }: Settings) =>
        REDIS_URL ? new RedisPresenceStore(REDIS_URL) : new MemoryPresenceStore(),
    },
    PresenceService,
    LastSeenArchive,
    PresenceLifecycle,
    PresencePersonalData,
    SessionActivity,
  ],
  exports: [PresenceStore, PresenceService, LastSeenArchive, SessionActivity],
})
export class PresenceModule {}
