import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

/** Work that a serving process repeats, such as deleting expired rows. */
export interface MaintenanceTask {
  name: string;
  intervalMs: number;
  run(): Promise<unknown>;
}

/** Modules register their tasks (`onModuleInit`); `start` schedules them. Tasks run one at a time. */
@Injectable()
export class Maintenance implements OnApplicationShutdown {
  private readonly logger = new Logger('Maintenance');
  private readonly tasks: MaintenanceTask[] = [];
  private timers: NodeJS.Timeout[] = [];
  private lastRun: Promise<void> = Promise.resolve();

  register(task: MaintenanceTask): void {
    this.tasks.push(task);
  }

  start(): void {
    this.timers = this.tasks.map((task) => setInterval(() => this.enqueue(task), task.intervalMs));
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private enqueue(task: MaintenanceTask): void {
    this.lastRun = this.lastRun.then(() => this.run(task));
  }

  /** A failure is logged; it does not keep other tasks from running. */
  private async run({ name, run }: MaintenanceTask): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.logger.warn({ msg: `maintenance task "${name}" failed; it will be tried again`, err: error });
    }
  }
}
