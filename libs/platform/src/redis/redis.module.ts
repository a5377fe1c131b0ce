import { Global, Module } from '@nestjs/common';
import { RedisMetrics } from './redis-metrics';

@Global()
@Module({ providers: [RedisMetrics], exports: [RedisMetrics] })
export class RedisModule {}
