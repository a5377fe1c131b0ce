import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { databaseClock } from '../operations/database-clock';
import { parseTime } from './date-time';
import { apiProperty, type FieldOptions, presenceRules } from './field-options';
import { msg } from '../i18n/message';
import { Rule } from './rule';

/** A point in time (RFC 3339). */
export function DateTimeField({ future, ...field }: FieldOptions & { future?: boolean }) {
  return applyDecorators(
    // From here on in the one form that `Date` and PostgreSQL read alike.
    Transform(({ value }) => (typeof value === 'string' && isTime(value) ? parseTime(value)!.toISOString() : value)),
    ...presenceRules(field, 'string', 'time'),
    Rule('invalid_time', (value) =>
      typeof value === 'string' && !isTime(value) ? msg('faults.invalid_time') : undefined,
    ),
    Rule('not_in_future', (value) =>
      future && typeof value === 'string' && isTime(value) && Date.parse(value) <= databaseClock.now()
        ? msg('faults.not_in_future')
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
