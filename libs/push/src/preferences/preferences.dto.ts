import { Choice, Flag, isAbsent, Nested, Out, Rule, Text } from '#platform';
import {
  type Channels,
  dndModes,
  type DndMode,
  type NotificationKind,
  notificationKinds,
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
  @Out({ description: 'To devices, while no app is open.', example: true }) push: boolean;
  @Out({ description: 'By mail, where no device takes pushes.', example: false }) mail: boolean;
  @Out({ description: 'In open apps.', example: true }) socket: boolean;
}

class NotificationKindsDto implements Record<NotificationKind, Channels> {
  @Out({ type: NotificationChannelsDto }) message: NotificationChannelsDto;
  @Out({ type: NotificationChannelsDto }) mention: NotificationChannelsDto;
  @Out({ type: NotificationChannelsDto }) call: NotificationChannelsDto;
  @Out({ type: NotificationChannelsDto }) system: NotificationChannelsDto;
  @Out({ type: NotificationChannelsDto, description: 'About the own account.' }) security: NotificationChannelsDto;
}

class QuietHoursDto implements QuietHours {
  @Out({ example: quietHours.from }) from: string;
  @Out({ example: quietHours.to }) to: string;
  @Out({ description: 'IANA.', example: quietHours.time_zone }) time_zone: string;
  @Out({
    enum: weekdays,
    isArray: true,
    required: false,
    description: 'On which they begin; without any, every day.',
    example: quietHours.days,
  })
  days?: Weekday[];
}

export class NotificationPreferencesDto {
  @Out({ type: NotificationKindsDto }) kinds: Record<NotificationKind, Channels>;
  @Out({ type: QuietHoursDto, nullable: true, example: quietHours }) quiet_hours: QuietHours | null;
  @Out({
    enum: dndModes,
    description: 'In quiet hours, and while the own status is `dnd`: without sound, or held back until that is over.',
    example: 'silent',
  })
  dnd: DndMode;
}

class NotificationChannelsEdit {
  @Flag({ optional: true, description: 'To devices, while no app is open.', example: true }) push?: boolean | null;
  @Flag({ optional: true, description: 'By mail, where no device takes pushes.', example: false })
  mail?: boolean | null;
  @Flag({ optional: true, description: 'In open apps.', example: true }) socket?: boolean | null;
}

class SecurityChannelsEdit {
  @Flag({ optional: true, description: 'To the other devices.', example: true }) push?: boolean | null;

  @Flag({ optional: true, description: 'Always on: a thief must not be able to silence it.', example: true })
  @Rule('always_on', (value) => (value === false ? 'Mails about security can not be switched off.' : undefined))
  mail?: boolean | null;

  @Flag({ optional: true, description: 'In open apps.', example: true }) socket?: boolean | null;
}

class NotificationKindsEdit {
  @Nested({ type: NotificationChannelsEdit, optional: true, description: 'Messages.', example: { mail: false } })
  message?: NotificationChannelsEdit | null;
  @Nested({
    type: NotificationChannelsEdit,
    optional: true,
    description: 'Somebody names the user.',
    example: { mail: true },
  })
  mention?: NotificationChannelsEdit | null;
  @Nested({ type: NotificationChannelsEdit, optional: true, description: 'Somebody calls.', example: { push: true } })
  call?: NotificationChannelsEdit | null;
  @Nested({
    type: NotificationChannelsEdit,
    optional: true,
    description: 'From the platform itself.',
    example: { mail: true },
  })
  system?: NotificationChannelsEdit | null;
  @Nested({ type: SecurityChannelsEdit, optional: true, description: 'About the account.', example: { push: true } })
  security?: SecurityChannelsEdit | null;
}

const ClockTime = (description: string, example: string) =>
  Text({
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
  @ClockTime('When they begin, by the clock on the wall.', quietHours.from) from: string;
  @ClockTime('When they end; the next day where that is not later.', quietHours.to) to: string;

  @Text({
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
    isAbsent(value) || areWeekdays(value) ? undefined : `Use a list of: ${weekdays.join(', ')}.`,
  )
  @Out({
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
  @Nested({
    type: NotificationKindsEdit,
    optional: true,
    description: 'What is left out stays.',
    example: { mention: { mail: false } },
  })
  kinds?: NotificationKindsEdit | null;

  @Nested({ type: QuietHoursEdit, optional: true, description: '`null` for none.', example: quietHours })
  quiet_hours?: QuietHoursEdit | null;

  @Choice({
    optional: true,
    values: dndModes,
    description: 'In quiet hours, and while the own status is `dnd`: without sound, or held back until that is over.',
    example: 'hold',
  })
  dnd?: DndMode | null;
}

export function toPreferencesDto({ kinds, quietHours: quiet_hours, dnd }: Preferences): NotificationPreferencesDto {
  return { kinds, quiet_hours, dnd };
}

export function toPreferencesEdit({ kinds: sent, quiet_hours, dnd }: NotificationPreferencesEdit): PreferencesEdit {
  const chosen = notificationKinds.flatMap((kind) =>
    sent?.[kind] ? [[kind, presentFields(sent[kind])] as const] : [],
  );
  return {
    ...(chosen.length > 0 && { kinds: Object.fromEntries(chosen) }),
    ...(quiet_hours !== undefined && { quietHours: quiet_hours && toQuietHours(quiet_hours) }),
    ...(!isAbsent(dnd) && { dnd }),
  };
}

const presentFields = (channels: object) =>
  Object.fromEntries(Object.entries(channels).filter(([, value]) => !isAbsent(value)));

function toQuietHours({ from, to, time_zone, days }: QuietHoursEdit): QuietHours {
  return { from, to, time_zone, ...(days?.length && { days }) };
}

function areWeekdays(value: unknown): boolean {
  return Array.isArray(value) && value.length <= weekdays.length && value.every((day) => weekdays.includes(day));
}
