import { Global, Module } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { RedisMetrics } from '../redis/redis-metrics';
import { Settings } from '../settings/settings';
import { MemoryRateLimitStore } from './memory-rate-limit-store';
import { RATE_LIMIT } from './rate-limit.guard';
import { RateLimitStore } from './rate-limit-store';
import { RateLimiter } from './rate-limiter';
import { limitOf, rateLimitNames } from './rate-limits';
import { RedisRateLimitStore } from './redis-rate-limit-store';

@Global()
@Module({
  providers: [
    {
      provide: RateLimitStore,
      inject: [Settings, RedisMetrics],
      useFactory: ({ REDIS_URL }: Settings, metrics: RedisMetrics) =>
        REDIS_URL ? new RedisRateLimitStore(REDIS_URL, metrics.of('limits')) : new MemoryRateLimitStore(),
    },
  ],
  exports: [RateLimitStore],
})
class RateLimitStoreModule {}

@Global()
@Module({
  imports: [
    RateLimitStoreModule,
    ThrottlerModule.forRootAsync({
      inject: [Settings, RateLimitStore],
      useFactory: (settings: Settings, storage: RateLimitStore) => ({
        storage,
        setHeaders: false,
        throttlers: rateLimitNames(settings).map((name) => {
          const { limit, ttlMs } = limitOf(settings, name);
          return {
            name,
            limit,
            ttl: ttlMs,
            blockDuration: 0,
            skipIf: (context) => new Reflector().get(RATE_LIMIT, context.getHandler()) !== name,
          };
        }),
      }),
    }),
  ],
  providers: [RateLimiter],
  exports: [RateLimiter, ThrottlerModule],
})
export class RateLimitModule {}
