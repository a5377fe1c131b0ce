import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { Maintenance } from '../operations/maintenance';
import { FailedJobs } from './failed-jobs';
import { JobAges } from './job-ages';
import { JobHandlers } from './job-handlers';
import { JobQueue } from './job-queue';
import { JobWorker } from './job-worker';

const HOUR_MS = 3_600_000;

@Global()
@Module({
  providers: [JobQueue, JobHandlers, JobWorker, FailedJobs, JobAges],
  exports: [JobQueue, JobHandlers, JobWorker, FailedJobs, JobAges],
})
export class JobsModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly failedJobs: FailedJobs,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'failed jobs', intervalMs: HOUR_MS, run: () => this.failedJobs.purge() });
  }
}
