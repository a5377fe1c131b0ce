import { isNil, ResponseField, Rule, TextField, msg } from '#platform';
import { type QuietHours, type Weekday, weekdays } from './preferences';
import { quietHours } from './preferences.dto';
import { isTimeZone } from './quiet-hours';

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

const ClockTime = (description: string, example: string) =>
  TextField({
    max: 5,
    description,
    example,
    rules: [
      Rule('invalid_time', (value) =>
        typeof value === 'string' && !CLOCK.test(value) ? msg('faults.invalid_time.clock') : undefined,
      ),
    ],
  });

export class QuietHoursEdit {
  @ClockTime('When they begin, in local time.', quietHours.from) from: string;
  @ClockTime('When they end; the next day where that is not later.', quietHours.to) to: string;

  @TextField({
    max: 64,
    description: 'IANA.',
    example: quietHours.time_zone,
    rules: [
      Rule('unknown_time_zone', (value) =>
        typeof value === 'string' && !isTimeZone(value) ? msg('faults.unknown_time_zone') : undefined,
      ),
    ],
  })
  time_zone: string;

  @Rule('invalid_choice', (value) =>
    isNil(value) || areWeekdays(value)
      ? undefined
      : msg('faults.invalid_choice.list', { choices: weekdays.join(', ') }),
  )
  @ResponseField({
    enum: weekdays,
    isArray: true,
    required: false,
    nullable: true,
    description: 'Days on which they begin; if omitted, every day.',
    example: quietHours.days,
  })
  days?: Weekday[] | null;
}

export function toQuietHours({ from, to, time_zone, days }: QuietHoursEdit): QuietHours {
  return { from, to, time_zone, ...(days?.length && { days }) };
}

function areWeekdays(value: unknown): boolean {
  return Array.isArray(value) && value.length <= weekdays.length && value.every((day) => weekdays.includes(day));
}
