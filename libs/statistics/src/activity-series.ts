import { type ActivityKind, activityKinds } from './activity-kinds';

export type ActivityTotals = Record<ActivityKind, number>;
/** One bar of a chart. */
export type ActivityPoint = ActivityTotals & { from: Date };

export interface HourlyCount {
  hour: Date;
  kind: string;
  count: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The counts of the last hours or days (UTC), the oldest first. The last one is not over yet. */
export function toSeries(counts: readonly HourlyCount[], step: 'hour' | 'day', length: number, now: number) {
  const stepMs = step === 'hour' ? HOUR_MS : DAY_MS;
  const first = seriesStart(step, length, now);
  const points = Array.from({ length }, (_, n): ActivityPoint => ({
    from: new Date(first + n * stepMs),
    ...noCounts(),
  }));
  for (const { hour, kind, count } of counts) {
    const point = points[Math.floor((hour.getTime() - first) / stepMs)];
    if (point && isKind(kind)) point[kind] += count;
  }
  return points;
}

/** When the oldest point begins; milliseconds since 1970. */
export function seriesStart(step: 'hour' | 'day', length: number, now: number): number {
  const stepMs = step === 'hour' ? HOUR_MS : DAY_MS;
  return now - (now % stepMs) - (length - 1) * stepMs;
}

const noCounts = () => Object.fromEntries(activityKinds.map((kind) => [kind, 0])) as ActivityTotals;

/** Rows of a version before or after this one may have others. */
const isKind = (kind: string): kind is ActivityKind => (activityKinds as readonly string[]).includes(kind);
