import type { PushDevice } from '#sessions';
import type { RecipientStatus } from '../recipient-status.service';
import type { Channels } from '../preferences/preferences';

/** Why a device was not selected. Only `only_if_offline` lets the sender learn about the user's presence. */
export const skipReasons = ['no_push_token', 'provider_not_set_up', 'switched_off', 'online'] as const;
export type SkipReason = (typeof skipReasons)[number];

export interface TargetSelection {
  devices: string[];
  skipped: { id: string; reason: SkipReason }[];
  /** Sent where no device is selected. */
  mail: boolean;
}

interface SelectionInput {
  /** Live, whether they take pushes or not. */
  devices: readonly Pick<PushDevice, 'id' | 'kind'>[];
  channels: Channels;
  onlyIfOffline: boolean;
  status: RecipientStatus;
  isReady: (kind: 'fcm' | 'webpush') => boolean;
  /** Whether there is a verified address, and an account in use. */
  mailAllowed: boolean;
}

/** Selects the devices of a user that get the notification, in case it is pushed. */
export function selectTargets({
  devices,
  channels,
  onlyIfOffline,
  status,
  isReady,
  mailAllowed,
}: SelectionInput): TargetSelection {
  const suppressed = onlyIfOffline && status !== 'offline';
  const skipReasonOf = (kind: PushDevice['kind']): SkipReason | undefined => {
    if (suppressed) return 'online';
    if (!channels.push) return 'switched_off';
    if (kind === null) return 'no_push_token';
    return isReady(kind) ? undefined : 'provider_not_set_up';
  };
  const candidates = devices.map(({ id, kind }) => ({ id, reason: skipReasonOf(kind) }));
  const selected = candidates.filter(({ reason }) => reason === undefined).map(({ id }) => id);
  return {
    devices: selected,
    skipped: candidates.flatMap(({ id, reason }) => (reason ? [{ id, reason }] : [])),
    mail: selected.length === 0 && !suppressed && channels.mail && mailAllowed,
  };
}
