import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Metrics } from '../operations/metrics';
import { jobStates } from './job-states';

/** How long jobs have been waiting: the first sign of a server that is slow or away. */
@Injectable()
export class JobAges {
  constructor(
    private readonly database: DataSource,
    private readonly metrics: Metrics,
  ) {}

  /** Two gauges of a task: the age of the oldest job that is not done, and how many have used up their attempts. */
  register(task: string, prefix: string, what: string): void {
    this.metrics.gauge(
      `${prefix}_oldest_waiting_seconds`,
      `Age of the oldest ${what} that is not sent, and is still tried.`,
      () => this.read('extract(epoch FROM now() - min(created_at))', task, jobStates.pending),
      'max',
    );
    this.metrics.gauge(
      `${prefix}_given_up`,
      `Each ${what} that has used up its attempts, until it is sent by an operator or deleted.`,
      () => this.read('count(*)', task, jobStates.givenUp),
      'max',
    );
  }

  private async read(value: string, task: string, condition: string): Promise<number> {
    const [row] = await this.database.query<[{ value: string | null }]>(
      `SELECT ${value} AS value FROM graphile_worker.jobs WHERE task_identifier = $1 AND ${condition}`,
      [task],
    );
    return Math.max(0, Number(row.value ?? 0));
  }
}
