import type { Preferences } from '../preferences/preferences';
import { quietHoursEnd } from '../preferences/quiet-hours';
import type { RecipientStatus } from '../recipient-status.service';

/** Nobody knows when somebody will be done with `dnd`: it is looked at again this often. */
const DND_RECHECK_MS = 60_000;

export type DeliveryMode = { deferUntil: Date } | { silent: boolean };

/** Whether somebody may be disturbed now: with sound, without, or not before a certain time. */
export function deliveryModeOf(preferences: Preferences, status: RecipientStatus, now: Date): DeliveryMode {
  const quiet = preferences.quietHours ? quietHoursEnd(preferences.quietHours, now) : undefined;
  if (!quiet && status !== 'dnd') return { silent: false };
  if (preferences.dnd === 'silent') return { silent: true };
  return { deferUntil: quiet ?? new Date(now.getTime() + DND_RECHECK_MS) };
}
