import { type QuietHours, type Weekday, weekdays } from './preferences';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * When the quiet hours that hold at `now` are over; nothing where none do. By the clock on the wall: on the night that
 * it is put forward or back they are an hour shorter or longer.
 */
export function quietHoursEnd({ from, to, time_zone, days = [] }: QuietHours, now: Date): Date | undefined {
  const local = localTimeOf(now, time_zone);
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const overnight = end <= begin;
  const startedYesterday = overnight && local.minutes < end;
  const holds = startedYesterday || (local.minutes >= begin && (overnight || local.minutes < end));
  const startDay = startedYesterday ? local.weekday + 6 : local.weekday;
  if (!holds || (days.length > 0 && !days.includes(weekdays[startDay % 7] as Weekday))) return undefined;
  const endDay = local.midnight + (overnight && !startedYesterday ? DAY_MS : 0);
  return instantOf(endDay + end * MINUTE_MS, time_zone, now);
}

interface LocalTime {
  /** Since midnight. */
  minutes: number;
  /** 0 is Monday. */
  weekday: number;
  /** The wall's clock, read as if it were UTC; milliseconds. */
  midnight: number;
}

function localTimeOf(at: Date, timeZone: string): LocalTime {
  const clock = localClockAsUtc(at, timeZone);
  const midnight = Math.floor(clock / DAY_MS) * DAY_MS;
  // 1970 began on a Thursday.
  return { minutes: Math.floor((clock - midnight) / MINUTE_MS), weekday: (midnight / DAY_MS + 3) % 7, midnight };
}

/** The instant at which the wall's clock shows this; in the hour that a spring night skips, the moment of the skip. */
function instantOf(clock: number, timeZone: string, near: Date): Date {
  const offset = (at: number) => localClockAsUtc(new Date(at), timeZone) - at;
  const guess = clock - offset(near.getTime());
  return new Date(clock - offset(guess));
}

function localClockAsUtc(at: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(parts.year!, parts.month! - 1, parts.day, parts.hour, parts.minute, parts.second);
}

const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** Offsets such as `+02:00` are taken by Intl too, but know nothing of summer. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en-US', { timeZone: name }));
  } catch {
    return false;
  }
}
