import { ResponseField } from '#platform';
import {
  type Channels,
  dndModes,
  type DndMode,
  type NotificationKind,
  type Preferences,
  type QuietHours,
  type Weekday,
  weekdays,
} from './preferences';

/** Example for the documentation. */
export const quietHours = {
  from: '22:00',
  to: '07:00',
  time_zone: 'Europe/Berlin',
  days: ['sun', 'mon', 'tue', 'wed', 'thu'],
};

class NotificationChannelsDto implements Channels {
  @ResponseField({ description: 'To devices, if no app is open.', example: true }) push: boolean;
  @ResponseField({ description: 'By mail, if no device receives pushes.', example: false }) mail: boolean;
  @ResponseField({ description: 'In open apps.', example: true }) socket: boolean;
}

class NotificationKindsDto implements Record<NotificationKind, Channels> {
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
    description: 'Days on which they begin; if omitted, every day.',
    example: quietHours.days,
  })
  days?: Weekday[];
}

export class NotificationPreferencesDto {
  @ResponseField({ type: NotificationKindsDto }) kinds: Record<NotificationKind, Channels>;
  @ResponseField({ type: QuietHoursDto, nullable: true, example: quietHours }) quiet_hours: QuietHours | null;
  @ResponseField({
    enum: dndModes,
    description:
      'In quiet hours, and while the own status is `dnd`: delivered without sound, or delayed until they end.',
    example: 'silent',
  })
  dnd: DndMode;
}

export function toPreferencesDto({ kinds, quietHours: quiet_hours, dnd }: Preferences): NotificationPreferencesDto {
  return { kinds, quiet_hours, dnd };
}
