import { Settings } from '#platform';
import { Module } from '@nestjs/common';
import { LastSeenArchive } from './last-seen.archive';
import { MemoryPresenceStore } from './memory-presence-store';
import { PresenceService } from './presence.service';
import { PresenceStore } from './presence-store';
import { PresenceUpkeep } from './presence-upkeep';
import { RedisPresenceStore } from './redis/redis-presence-store';

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
    PresenceUpkeep,
  ],
  exports: [PresenceStore, PresenceService, LastSeenArchive],
})
export class PresenceModule {}
