import type { Preferences } from '../preferences/preferences';
import { quietUntil } from '../preferences/quiet-hours';
import type { RecipientStatus } from '../recipient-presence';

/** Nobody knows when somebody will be done with `dnd`: it is looked at again this often. */
const ASK_AGAIN_MS = 60_000;

export type Disturbance = { hold: Date } | { silent: boolean };

/** Whether somebody may be disturbed now: with sound, without, or not before a certain time. */
export function disturbance(preferences: Preferences, status: RecipientStatus, now: Date): Disturbance {
  const quiet = preferences.quietHours ? quietUntil(preferences.quietHours, now) : undefined;
  if (!quiet && status !== 'dnd') return { silent: false };
  if (preferences.dnd === 'silent') return { silent: true };
  return { hold: quiet ?? new Date(now.getTime() + ASK_AGAIN_MS) };
}
