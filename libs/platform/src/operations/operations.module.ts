import { Global, Module } from '@nestjs/common';
import { Health } from './health';
import { Maintenance } from './maintenance';
import { Metrics } from './metrics';
import { SystemMetrics } from './system-metrics';

@Global()
@Module({ providers: [Health, Maintenance, Metrics, SystemMetrics], exports: [Health, Maintenance, Metrics] })
export class OperationsModule {}
