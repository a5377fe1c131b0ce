import { databaseClock, type WriteBuffer } from '#platform';
import { Injectable } from '@nestjs/common';
import type { ActivityKind } from './activity-kinds';

const HOUR_MS = 3_600_000;

/** Counts in memory what happens in this process; `ActivityCountsWriter` adds it to the table. Costs no statement. */
@Injectable()
export class ActivityCounter implements WriteBuffer<number> {
  private counts = new Map<string, number>();

  /** Called after the commit. */
  count(kind: ActivityKind, now = databaseClock.now()): void {
    const hour = new Date(now - (now % HOUR_MS)).toISOString();
    this.add(`${hour} ${kind}`, 1);
  }

  drain(): Map<string, number> {
    const taken = this.counts;
    this.counts = new Map();
    return taken;
  }

  restore(taken: ReadonlyMap<string, number>): void {
    for (const [key, count] of taken) this.add(key, count);
  }

  private add(key: string, count: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }
}
