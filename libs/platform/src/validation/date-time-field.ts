import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { parseTime } from './date-time';
import { apiProperty, type FieldOptions, presenceRules } from './field-options';
import { Rule } from './rule';

/** A point in time (RFC 3339). */
export function DateTimeField({ future, ...field }: FieldOptions & { future?: boolean }) {
  return applyDecorators(
    // From here on in the one form that `Date` and PostgreSQL read alike.
    Transform(({ value }) => (typeof value === 'string' && isTime(value) ? parseTime(value)!.toISOString() : value)),
    ...presenceRules(field, 'string', 'a time like 2026-11-23T09:30:00.000Z'),
    Rule('invalid_time', (value) =>
      typeof value === 'string' && !isTime(value) ? 'Use a time like 2026-11-23T09:30:00.000Z.' : undefined,
    ),
    Rule('not_in_future', (value) =>
      future && typeof value === 'string' && isTime(value) && Date.parse(value) <= Date.now()
        ? 'This must be in the future.'
        : undefined,
    ),
    apiProperty(field, { type: 'string', format: 'date-time' }),
  );
}

/** Years 1970 to 9999. */
function isTime(text: string): boolean {
  const time = parseTime(text);
  return time !== undefined && time.getTime() >= 0;
}
