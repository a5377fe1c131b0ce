export const deviceKinds = ['web', 'ios', 'android', 'desktop'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

/** What a user may say of themself; `online` says nothing: the devices tell. */
export const manualStatuses = ['online', 'away', 'dnd', 'invisible'] as const;
export type ManualStatus = (typeof manualStatuses)[number];

/** What a user has set; after `until` (milliseconds since 1970) it no longer holds. */
export interface StatusChoice {
  status: ManualStatus;
  text: string | null;
  until: number | null;
}

/** `unknown`: the store is away, or has just come back empty and does not know everybody yet. */
export type PresenceStatus = 'online' | 'away' | 'dnd' | 'offline' | 'unknown';

/** A user as others see them: who is invisible looks exactly like somebody offline. */
export interface Presence {
  userId: string;
  /** Reachable: online, away or dnd. */
  isOnline: boolean;
  status: PresenceStatus;
  text: string | null;
  /** Milliseconds since 1970 at which others could last see them; null if the store does not remember. */
  lastSeen: number | null;
  /** The kinds that are connected, in alphabetical order, each once. */
  devices: DeviceKind[];
  /** Rises when status, text or devices change; 0 if the store knows nothing of the user. */
  version: number;
}

/** A user as they see themself. */
export interface OwnPresence extends Omit<Presence, 'status'> {
  status: PresenceStatus | 'invisible';
  /** What they have set and still holds. */
  choice: StatusChoice | null;
}

/** One socket. `id` is unique in its process. */
export interface Connection {
  id: string;
  userId: string;
  sessionId: string;
  kind: DeviceKind;
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
