import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Order, Report } from '../apps/sockets';

type Done = Extract<Report, { done: unknown }>['done'];
type Received = Exclude<Report, { id: number }>;
type Wish = Order extends infer Each ? (Each extends { id: number } ? Omit<Each, 'id'> : never) : never;

/** Clients in a process of their own, so that the service does not wait for them. */
export class Crowd {
  /** What they received, in order, and when (milliseconds since 1970). */
  readonly received: Received[] = [];
  private readonly asked = new Map<number, { resolve(done: Done): void; reject(error: Error): void }>();
  private last = 0;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (report: Report) => {
      if (!('id' in report)) return void this.received.push(report);
      const asked = this.asked.get(report.id);
      this.asked.delete(report.id);
      if ('done' in report) asked?.resolve(report.done);
      else asked?.reject(new Error(report.failed));
    });
  }

  static make(): Crowd {
    return new Crowd(fork(join(__dirname, '../apps/sockets.js')));
  }

  do(wish: Wish): Promise<Done> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject });
      this.child.send({ id, ...wish } as Order);
    });
  }

  /** The newest event of each user. */
  seen(): Map<string, { online: boolean; status: string; at: number }> {
    const seen = new Map<string, { online: boolean; status: string; at: number }>();
    for (const each of this.received)
      if ('presence' in each)
        seen.set(each.presence.user_id, { online: each.presence.is_online, status: each.presence.status, at: each.at });
    return seen;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}
