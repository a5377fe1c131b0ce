import { Injectable } from '@nestjs/common';

/** Does one job; a throw means "try again later". `jobId` is the same at each try. */
export type JobHandler = (payload: unknown, jobId: string) => Promise<void>;

/** What may come by the thousand and wait for strangers' servers runs beside the rest, so that it holds nothing up. */
export type QueueName = 'main' | 'bulk';

/** Rooms register here what they can do (`onModuleInit`); the worker of a process looks it up. */
@Injectable()
export class JobHandlers {
  private readonly handlers = new Map<string, { handler: JobHandler; lane: QueueName }>();

  register(task: string, handler: JobHandler, queue: QueueName = 'main'): void {
    if (this.handlers.has(task)) throw new Error(`two handlers for the job ${task}`);
    this.handlers.set(task, { handler, lane: queue });
  }

  forQueue(lane: QueueName): [string, JobHandler][] {
    return [...this.handlers].filter(([, entry]) => entry.lane === lane).map(([task, { handler }]) => [task, handler]);
  }
}
