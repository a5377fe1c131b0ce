import type { DeviceType } from './device-type';

/** Statuses that a user can set. `online` means automatic: the devices decide. */
export const manualStatusValues = ['online', 'away', 'dnd', 'invisible'] as const;
export type ManualStatusValue = (typeof manualStatusValues)[number];

/** The manual status of a user. It expires at `until` (milliseconds since 1970). */
export interface ManualStatus {
  status: ManualStatusValue;
  text: string | null;
  until: number | null;
}

/** `unknown`: Redis is unavailable, or was restarted empty and not all nodes have synced yet. */
export type PresenceStatus = 'online' | 'away' | 'dnd' | 'offline' | 'unknown';

/** A user as others see them. `invisible` looks exactly like `offline`. */
export interface Presence {
  userId: string;
  /** Reachable: online, away or dnd. */
  isOnline: boolean;
  status: PresenceStatus;
  text: string | null;
  /** When the user was last visible, milliseconds since 1970. Null if it is not stored. */
  lastSeen: number | null;
  /** The device types that are connected, in alphabetical order, each once. */
  devices: DeviceType[];
  /** Increases when status, text or devices change. 0 if nothing is stored. */
  version: number;
}

/** A user as they see themself. */
export interface OwnPresence extends Omit<Presence, 'status'> {
  status: PresenceStatus | 'invisible';
  /** The manual status, unless expired. */
  manualStatus: ManualStatus | null;
}

/** One socket. `id` is unique on its node. */
export interface Connection {
  id: string;
  userId: string;
  sessionId: string;
  deviceType: DeviceType;
}

export const offlinePresence = (userId: string): Presence => ({
  userId,
  isOnline: false,
  status: 'offline',
  text: null,
  lastSeen: null,
  devices: [],
  version: 0,
});

export const unknownPresence = (userId: string): Presence => ({ ...offlinePresence(userId), status: 'unknown' });
