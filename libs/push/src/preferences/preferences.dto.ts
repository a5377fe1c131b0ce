import { Out } from '#platform';
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

export function toPreferencesDto({ kinds, quietHours: quiet_hours, dnd }: Preferences): NotificationPreferencesDto {
  return { kinds, quiet_hours, dnd };
}
