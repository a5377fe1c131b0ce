export { ActivityCount } from './activity-count.entity';
export { ActivityCounter } from './activity-counter';
export { ActivityCountsRepository } from './activity-counts.repository';
export { ActivityCountsWriter } from './activity-counts.writer';
export { type ActivityKind, activityKinds } from './activity-kinds';
export { type ActivityPoint, seriesStart, toSeries } from './activity-series';
export * from './migrations';
export { StatisticsModule } from './statistics.module';
