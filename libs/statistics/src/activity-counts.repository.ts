import { ReplicaReader } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { HourlyCount } from './activity-series';

/** A year and a month, so that a month can be compared with that of the year before. */
const RETENTION_DAYS = 396;

@Injectable()
export class ActivityCountsRepository {
  constructor(
    private readonly database: DataSource,
    private readonly replica: ReplicaReader,
  ) {}

  since(time: Date): Promise<HourlyCount[]> {
    return this.replica.read((manager) =>
      manager.query('SELECT hour, kind, count::float8 AS count FROM activity_counts WHERE hour >= $1', [time]),
    );
  }

  async purge(): Promise<number> {
    const [, deleted] = await this.database.query(
      `DELETE FROM activity_counts WHERE hour < now() - make_interval(days => ${RETENTION_DAYS})`,
    );
    return deleted;
  }
}
