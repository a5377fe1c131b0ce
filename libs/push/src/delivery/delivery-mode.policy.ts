import type { Preferences } from '../preferences/preferences';
import { quietHoursEnd } from '../preferences/quiet-hours';
import type { RecipientStatus } from '../recipient-status.service';

/** `dnd` has no known end: the status is checked again this often. */
const DND_RECHECK_MS = 60_000;

export type DeliveryMode = { deferUntil: Date } | { silent: boolean };

/** Whether to deliver now with sound, now without sound, or later. */
export function deliveryModeOf(preferences: Preferences, status: RecipientStatus, now: Date): DeliveryMode {
  const quiet = preferences.quietHours ? quietHoursEnd(preferences.quietHours, now) : undefined;
  if (!quiet && status !== 'dnd') return { silent: false };
  if (preferences.dnd === 'silent') return { silent: true };
  return { deferUntil: quiet ?? new Date(now.getTime() + DND_RECHECK_MS) };
}
