import { Global, Module } from '@nestjs/common';
import { JobHandlers } from './job-handlers';
import { JobQueue } from './job-queue';
import { JobWorker } from './job-worker';
import { StuckJobs } from './stuck-jobs';

@Global()
@Module({
  providers: [JobQueue, JobHandlers, JobWorker, StuckJobs],
  exports: [JobQueue, JobHandlers, JobWorker, StuckJobs],
})
export class JobsModule {}
