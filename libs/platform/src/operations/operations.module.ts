import { Global, Module } from '@nestjs/common';
import { Health } from './health';
import { Maintenance } from './maintenance';
import { Metrics } from './metrics';

@Global()
@Module({ providers: [Health, Maintenance, Metrics], exports: [Health, Maintenance, Metrics] })
export class OperationsModule {}
