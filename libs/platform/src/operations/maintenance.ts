import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

/** Work that a serving process repeats, such as deleting expired rows. */
export interface MaintenanceTask {
  name: string;
  intervalMs: number;
  /** Deletes and erases nothing: `runAll` leaves it out. */
  isReload?: true;
  /** @returns the number of rows that it deleted or erased, `undefined` where another process is doing it */
  run(): Promise<number | undefined>;
}

export interface MaintenanceResult {
  name: string;
  rows?: number;
  error?: unknown;
}

/** Modules register their tasks (`onModuleInit`); `start` schedules them. Tasks run one at a time. */
@Injectable()
export class Maintenance implements OnApplicationShutdown {
  private readonly logger = new Logger('Maintenance');
  private readonly tasks: MaintenanceTask[] = [];
  private timers: NodeJS.Timeout[] = [];
  private lastRun: Promise<unknown> = Promise.resolve();

  register(task: MaintenanceTask): void {
    this.tasks.push(task);
  }

  start(): void {
    this.timers = this.tasks.map((task) => setInterval(() => void this.enqueue(task), task.intervalMs));
  }

  /** Runs every task that deletes or erases once, now. */
  runAll(): Promise<MaintenanceResult[]> {
    return Promise.all(this.tasks.filter(({ isReload }) => !isReload).map((task) => this.enqueue(task)));
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private enqueue(task: MaintenanceTask): Promise<MaintenanceResult> {
    const run = this.lastRun.then(() => this.run(task));
    this.lastRun = run;
    return run;
  }

  /** A failure is logged; it does not keep other tasks from running. */
  private async run({ name, run }: MaintenanceTask): Promise<MaintenanceResult> {
    try {
      return { name, rows: await run() };
    } catch (error) {
      this.logger.warn({ msg: `maintenance task "${name}" failed; it will be tried again`, err: error });
      return { name, error };
    }
  }
}
