import { Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Metrics } from '../operations/metrics';

/** How the pool of the requests is used. */
@Injectable()
export class PoolMetrics {
  constructor(database: DataSource, metrics: Metrics) {
    const pool = () => (database.driver as unknown as { master: Pool }).master;
    metrics.gauge('database_pool_connections', 'Connections for requests.', () => pool().totalCount);
    metrics.gauge('database_pool_idle', 'Connections for requests that are free.', () => pool().idleCount);
    metrics.gauge('database_pool_waiting', 'Requests that wait for a connection.', () => pool().waitingCount);
  }
}
