import { ChoiceField, BooleanField, isNil, ObjectField, Rule, msg } from '#platform';
import { dndModes, type DndMode, notificationKinds } from './preferences';
import { quietHours } from './preferences.dto';
import type { PreferencesEdit } from './preferences.service';
import { QuietHoursEdit, toQuietHours } from './quiet-hours-edit.dto';

class NotificationChannelsEdit {
  @BooleanField({ optional: true, description: 'To devices, if no app is open.', example: true }) push?: boolean | null;
  @BooleanField({ optional: true, description: 'By mail, if no device receives pushes.', example: false })
  mail?: boolean | null;
  @BooleanField({ optional: true, description: 'In open apps.', example: true }) socket?: boolean | null;
}

class SecurityChannelsEdit {
  @BooleanField({ optional: true, description: 'To the other devices.', example: true }) push?: boolean | null;

  @BooleanField({
    optional: true,
    description: 'Always on: an attacker must not be able to turn it off.',
    example: true,
  })
  @Rule('always_on', (value) => (value === false ? msg('faults.always_on') : undefined))
  mail?: boolean | null;

  @BooleanField({ optional: true, description: 'In open apps.', example: true }) socket?: boolean | null;
}

class NotificationKindsEdit {
  @ObjectField({ type: NotificationChannelsEdit, optional: true, description: 'Messages.', example: { mail: false } })
  message?: NotificationChannelsEdit | null;
  @ObjectField({
    type: NotificationChannelsEdit,
    optional: true,
    description: 'Another user mentions the user.',
    example: { mail: true },
  })
  mention?: NotificationChannelsEdit | null;
  @ObjectField({
    type: NotificationChannelsEdit,
    optional: true,
    description: 'Another user calls.',
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

export class NotificationPreferencesEdit {
  @ObjectField({
    type: NotificationKindsEdit,
    optional: true,
    description: 'Omitted fields stay unchanged.',
    example: { mention: { mail: false } },
  })
  kinds?: NotificationKindsEdit | null;

  @ObjectField({ type: QuietHoursEdit, optional: true, description: '`null` for none.', example: quietHours })
  quiet_hours?: QuietHoursEdit | null;

  @ChoiceField({
    optional: true,
    values: dndModes,
    description:
      'In quiet hours, and while the own status is `dnd`: delivered without sound, or delayed until they end.',
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
    ...(!isNil(dnd) && { dnd }),
  };
}

const presentFields = (channels: object) =>
  Object.fromEntries(Object.entries(channels).filter(([, value]) => !isNil(value)));
