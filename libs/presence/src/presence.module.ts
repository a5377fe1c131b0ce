import { RedisMetrics, Settings } from '#platform';
import { Module } from '@nestjs/common';
import { LastSeenFallback } from './last-seen.fallback';
import { MemoryPresenceTracker } from './memory-presence-tracker';
import { PresencePersonalData } from './presence.personal-data';
import { PresenceService } from './presence.service';
import { PresenceTracker } from './presence-tracker';
import { PresenceLifecycle } from './presence-lifecycle';
import { RedisPresenceTracker } from './redis/redis-presence-tracker';
import { SessionActivityBuffer } from './session-activity-buffer';

@Module({
  providers: [
    {
      provide: PresenceTracker,
      inject: [Settings, RedisMetrics],
      useFactory: ({ REDIS_URL }: Settings, metrics: RedisMetrics) =>
        REDIS_URL ? new RedisPresenceTracker(REDIS_URL, { use: metrics.of('presence') }) : new MemoryPresenceTracker(),
    },
    PresenceService,
    LastSeenFallback,
    PresenceLifecycle,
    PresencePersonalData,
    SessionActivityBuffer,
  ],
  exports: [PresenceTracker, PresenceService, LastSeenFallback, SessionActivityBuffer],
})
export class PresenceModule {}
