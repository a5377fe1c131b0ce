import { Maintenance } from '#platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { ActivityCounter } from './activity-counter';
import { ActivityCountsRepository } from './activity-counts.repository';
import { ActivityCountsWriter } from './activity-counts.writer';

const HOUR_MS = 3_600_000;

/** Counts of what happens, by the hour. */
@Module({
  providers: [ActivityCounter, ActivityCountsWriter, ActivityCountsRepository],
  exports: [ActivityCounter, ActivityCountsWriter, ActivityCountsRepository],
})
export class StatisticsModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly counts: ActivityCountsRepository,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'old counts of activity', intervalMs: HOUR_MS, run: () => this.counts.purge() });
  }
}
