import { Global, Module } from '@nestjs/common';
import { JobHandlers } from './job-handlers';
import { JobQueue } from './job-queue';
import { JobWorker } from './job-worker';
import { FailedJobs } from './failed-jobs';

@Global()
@Module({
  providers: [JobQueue, JobHandlers, JobWorker, FailedJobs],
  exports: [JobQueue, JobHandlers, JobWorker, FailedJobs],
})
export class JobsModule {}
