import { ChoiceField, BooleanField, isNil, ObjectField, ResponseField, Rule, TextField } from '#platform';
import {
  type Channels,
  dndChoices,
  type DndChoice,
  type Kind,
  kinds,
  type Preferences,
  type QuietHours,
  type Weekday,
  weekdays,
} from './preferences';
import type { PreferencesEdit } from './preferences.service';
import { isTimeZone } from './quiet-hours';

const quietHours = {
  from: '22:00',
  to: '07:00',
  time_zone: 'Europe/Berlin',
  days: ['sun', 'mon', 'tue', 'wed', 'thu'],
};
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

class NotificationChannelsDto implements Channels {
  @ResponseField({ description: 'To devices, while no app is open.', example: true }) push: boolean;
  @ResponseField({ description: 'By mail, where no device takes pushes.', example: false }) mail: boolean;
  @ResponseField({ description: 'In open apps.', example: true }) socket: boolean;
}

class NotificationKindsDto implements Record<Kind, Channels> {
  @ResponseField({ type: NotificationChannelsDto }) message: NotificationChannelsDto;
  @ResponseField({ type: NotificationChannelsDto }) mention: NotificationChannelsDto;
  @ResponseField({ type: NotificationChannelsDto }) call: NotificationChannelsDto;
  @ResponseField({ type: NotificationChannelsDto }) system: NotificationChannelsDto;
  @ResponseField({ type: NotificationChannelsDto, description: 'About the own account.' })
  security: NotificationChannelsDto;
}

class QuietHoursDto implements QuietHours {
  @ResponseField({ example: quietHours.from }) from: string;
  @ResponseField({ example: quietHours.to }) to: string;
  @ResponseField({ description: 'IANA.', example: quietHours.time_zone }) time_zone: string;
  @ResponseField({
    enum: weekdays,
    isArray: true,
    required: false,
    description: 'On which they begin; without any, every day.',
    example: quietHours.days,
  })
  days?: Weekday[];
}

export class NotificationPreferencesDto {
  @ResponseField({ type: NotificationKindsDto }) kinds: Record<Kind, Channels>;
  @ResponseField({ type: QuietHoursDto, nullable: true, example: quietHours }) quiet_hours: QuietHours | null;
  @ResponseField({
    enum: dndChoices,
    description: 'In quiet hours, and while the own status is `dnd`: without sound, or held back until that is over.',
    example: 'silent',
  })
  dnd: DndChoice;
}

class NotificationChannelsEdit {
  @BooleanField({ optional: true, description: 'To devices, while no app is open.', example: true }) push?:
    boolean | null;
  @BooleanField({ optional: true, description: 'By mail, where no device takes pushes.', example: false })
  mail?: boolean | null;
  @BooleanField({ optional: true, description: 'In open apps.', example: true }) socket?: boolean | null;
}

class SecurityChannelsEdit {
  @BooleanField({ optional: true, description: 'To the other devices.', example: true }) push?: boolean | null;

  @BooleanField({ optional: true, description: 'Always on: a thief must not be able to silence it.', example: true })
  @Rule('always_on', (value) => (value === false ? 'Mails about security can not be switched off.' : undefined))
  mail?: boolean | null;

  @BooleanField({ optional: true, description: 'In open apps.', example: true }) socket?: boolean | null;
}

class NotificationKindsEdit {
  @ObjectField({ type: NotificationChannelsEdit, optional: true, description: 'Messages.', example: { mail: false } })
  message?: NotificationChannelsEdit | null;
  @ObjectField({
    type: NotificationChannelsEdit,
    optional: true,
    description: 'Somebody names the user.',
    example: { mail: true },
  })
  mention?: NotificationChannelsEdit | null;
  @ObjectField({
    type: NotificationChannelsEdit,
    optional: true,
    description: 'Somebody calls.',
    example: { push: true },
  })
  call?: NotificationChannelsEdit | null;
  @ObjectField({
    type: NotificationChannelsEdit,
    optional: true,
    description: 'From the platform itself.',
    example: { mail: true },
  })
  system?: NotificationChannelsEdit | null;
  @ObjectField({
    type: SecurityChannelsEdit,
    optional: true,
    description: 'About the account.',
    example: { push: true },
  })
  security?: SecurityChannelsEdit | null;
}

const atClock = (description: string, example: string) =>
  TextField({
    max: 5,
    description,
    example,
    rules: [
      Rule('invalid_time', (value) =>
        typeof value === 'string' && !CLOCK.test(value) ? 'Use a time like 22:00.' : undefined,
      ),
    ],
  });

class QuietHoursEdit {
  @atClock('When they begin, by the clock on the wall.', quietHours.from) from: string;
  @atClock('When they end; the next day where that is not later.', quietHours.to) to: string;

  @TextField({
    max: 64,
    description: 'IANA.',
    example: quietHours.time_zone,
    rules: [
      Rule('unknown_time_zone', (value) =>
        typeof value === 'string' && !isTimeZone(value) ? 'Use a time zone like Europe/Berlin.' : undefined,
      ),
    ],
  })
  time_zone: string;

  @Rule('invalid_choice', (value) =>
    isNil(value) || areDays(value) ? undefined : `Use a list of: ${weekdays.join(', ')}.`,
  )
  @ResponseField({
    enum: weekdays,
    isArray: true,
    required: false,
    nullable: true,
    description: 'On which they begin; without any, every day.',
    example: quietHours.days,
  })
  days?: Weekday[] | null;
}

export class NotificationPreferencesEdit {
  @ObjectField({
    type: NotificationKindsEdit,
    optional: true,
    description: 'What is left out stays.',
    example: { mention: { mail: false } },
  })
  kinds?: NotificationKindsEdit | null;

  @ObjectField({ type: QuietHoursEdit, optional: true, description: '`null` for none.', example: quietHours })
  quiet_hours?: QuietHoursEdit | null;

  @ChoiceField({
    optional: true,
    values: dndChoices,
    description: 'In quiet hours, and while the own status is `dnd`: without sound, or held back until that is over.',
    example: 'hold',
  })
  dnd?: DndChoice | null;
}

export function toPreferences({ kinds, quietHours: quiet_hours, dnd }: Preferences): NotificationPreferencesDto {
  return { kinds, quiet_hours, dnd };
}

export function fromPreferences({ kinds: sent, quiet_hours, dnd }: NotificationPreferencesEdit): PreferencesEdit {
  const chosen = kinds.flatMap((kind) => (sent?.[kind] ? [[kind, said(sent[kind])] as const] : []));
  return {
    ...(chosen.length > 0 && { kinds: Object.fromEntries(chosen) }),
    ...(quiet_hours !== undefined && { quietHours: quiet_hours && toQuietHours(quiet_hours) }),
    ...(!isNil(dnd) && { dnd }),
  };
}

const said = (channels: object) => Object.fromEntries(Object.entries(channels).filter(([, value]) => !isNil(value)));

function toQuietHours({ from, to, time_zone, days }: QuietHoursEdit): QuietHours {
  return { from, to, time_zone, ...(days?.length && { days }) };
}

function areDays(value: unknown): boolean {
  return Array.isArray(value) && value.length <= weekdays.length && value.every((day) => weekdays.includes(day));
}
