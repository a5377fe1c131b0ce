import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import { FailedJobs, type RequestMetadata } from '#platform';
import { TransactionAuthorizer } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OPERATE } from '../operator-permission';
import { tasksOf } from './job-kinds';
import type { JobRetry } from './failed-jobs.dto';

@Injectable()
export class FailedJobsService {
  constructor(
    private readonly database: DataSource,
    private readonly jobs: FailedJobs,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly audit: AuditLog,
  ) {}

  /** @returns how many */
  retry(principal: Principal, { kind, ids }: JobRetry, metadata: RequestMetadata): Promise<number> {
    return this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, principal, [OPERATE]);
      const retried = await this.jobs.retry(tasksOf(kind), { ids: ids ?? undefined, manager });
      const details = { kind, jobs: retried };
      await this.audit.record(manager, { action: 'job.retry', actorId: principal.userId, details, metadata });
      return retried;
    });
  }
}
