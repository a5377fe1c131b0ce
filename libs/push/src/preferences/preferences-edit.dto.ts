import { Choice, Flag, isAbsent, Nested, Rule } from '#platform';
import { dndModes, type DndMode, notificationKinds } from './preferences';
import { quietHours } from './preferences.dto';
import type { PreferencesEdit } from './preferences.service';
import { QuietHoursEdit, toQuietHours } from './quiet-hours-edit.dto';

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

export function toPreferencesEdit({ kinds: sent, quiet_hours, dnd }: NotificationPreferencesEdit): PreferencesEdit {
  const editedKinds = notificationKinds.flatMap((kind) =>
    sent?.[kind] ? [[kind, presentFields(sent[kind])] as const] : [],
  );
  return {
    ...(editedKinds.length > 0 && { kinds: Object.fromEntries(editedKinds) }),
    ...(quiet_hours !== undefined && { quietHours: quiet_hours && toQuietHours(quiet_hours) }),
    ...(!isAbsent(dnd) && { dnd }),
  };
}

const presentFields = (channels: object) =>
  Object.fromEntries(Object.entries(channels).filter(([, value]) => !isAbsent(value)));
