const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))$/i;
const MINUTE = 60_000;

/**
 * An instant of the years 1 to 9999; nothing where the text is no RFC 3339, or names an instant that is on no calendar:
 * 30 February, 24:00, a second 60 (neither JavaScript nor PostgreSQL knows leap seconds).
 * `Date.parse` takes 30 February for 2 March.
 */
export function parseTime(text: string): Date | undefined {
  const parts = RFC3339.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [fraction, sign, ...offset] = parts.slice(7);
  const [offsetHour = 0, offsetMinute = 0] = offset.map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;

  const date = new Date(0);
  // Not `Date.UTC`, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, Math.floor(Number(`0${fraction ?? ''}`) * 1000));
  date.setTime(date.getTime() - (sign === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute) * MINUTE);
  return date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999 ? date : undefined;
}
