import { RedisMetrics, Settings } from '#platform';
import { Module } from '@nestjs/common';
import { LastSeenFallback } from './last-seen.fallback';
import { MemoryPresenceStore } from './memory-presence-store';
import { PresencePersonalData } from './presence.personal-data';
import { PresenceService } from './presence.service';
import { PresenceStore } from './presence-store';
import { PresenceLifecycle } from './presence-lifecycle';
import { RedisPresenceStore } from './redis/redis-presence-store';
import { SessionActivityBuffer } from './session-activity-buffer';

@Module({
  providers: [
    {
      provide: PresenceStore,
      inject: [Settings, RedisMetrics],
      useFactory: ({ REDIS_URL }: Settings, metrics: RedisMetrics) =>
        REDIS_URL ? new RedisPresenceStore(REDIS_URL, { use: metrics.of('presence') }) : new MemoryPresenceStore(),
    },
    PresenceService,
    LastSeenFallback,
    PresenceLifecycle,
    PresencePersonalData,
    SessionActivityBuffer,
  ],
  exports: [PresenceStore, PresenceService, LastSeenFallback, SessionActivityBuffer],
})
export class PresenceModule {}
