import { statfs } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Settings } from '../settings/settings';
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
      () => this.clockSkew(),
      'max',
    );
    metrics.gauge('data_dir_free_bytes', 'Free space of the file system of DATA_DIR.', () => this.freeBytes(), 'max');
  }

  private get pool(): Pool {
    return (this.database.driver as unknown as { master: Pool }).master;
  }

  private async clockSkew(): Promise<number> {
    const before = Date.now();
    const [{ now }] = await this.database.query<[{ now: number }]>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 AS now',
    );
    // The time of the answer lies between the two.
    return Math.abs(now - (before + Date.now()) / 2000);
  }

  private async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.settings.DATA_DIR);
    return bavail * bsize;
  }
}
