import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Settings } from '../settings/settings';
import { clockSkewOf } from './clock-skew';
import { freeBytesOf } from './free-bytes';
import { Metrics } from './metrics';

/** What a process shares with others on the machine and in the database. */
@Injectable()
export class SystemMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: DataSource,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const { metrics, settings } = this;
    metrics.gauge(
      'database_pool_size',
      'Connections to PostgreSQL that requests may use.',
      () => settings.DATABASE_POOL_SIZE,
    );
    metrics.gauge('database_pool_in_use', 'Connections that a request uses now.', () => {
      const { totalCount, idleCount } = this.pool;
      return totalCount - idleCount;
    });
    metrics.gauge('database_pool_waiting', 'Requests that wait for a connection.', () => this.pool.waitingCount);
    metrics.gauge(
      'database_clock_skew_seconds',
      "How far this machine's clock is from PostgreSQL's.",
      async () => Math.abs((await clockSkewOf(this.database)).skew),
      'max',
    );
    metrics.gauge(
      'data_dir_free_bytes',
      'Free space of the file system of DATA_DIR.',
      () => freeBytesOf(settings.DATA_DIR),
      'max',
    );
  }

  private get pool(): Pool {
    return (this.database.driver as unknown as { master: Pool }).master;
  }
}
