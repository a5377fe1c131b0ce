import { Injectable } from '@nestjs/common';

/** Does one job; a throw means "try again later". `jobId` is the same at each try. */
export type JobHandler = (payload: unknown, jobId: string) => Promise<void>;

/** Rooms register here what they can do (`onModuleInit`); the worker of a process looks it up. */
@Injectable()
export class JobHandlers {
  private readonly handlers = new Map<string, JobHandler>();

  register(task: string, handler: JobHandler): void {
    if (this.handlers.has(task)) throw new Error(`two handlers for the job ${task}`);
    this.handlers.set(task, handler);
  }

  entries(): IterableIterator<[string, JobHandler]> {
    return this.handlers.entries();
  }
}
