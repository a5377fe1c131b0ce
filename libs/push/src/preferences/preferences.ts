/** What a notification is about. `security` is this service's own: no other sender may use it. */
export const notificationKinds = ['message', 'mention', 'call', 'system', 'security'] as const;
export type NotificationKind = (typeof notificationKinds)[number];

export const channels = ['push', 'mail', 'socket'] as const;
export type Channel = (typeof channels)[number];
export type Channels = Record<Channel, boolean>;

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

export interface QuietHours {
  /** `22:00`, by the clock of the time zone; up to `to`, the next day where that is earlier. */
  from: string;
  to: string;
  /** IANA. */
  time_zone: string;
  /** On which they begin; every day where none is named. */
  days?: Weekday[];
}

/** During quiet hours and `dnd`: deliver without sound, or hold until they end. */
export const dndModes = ['silent', 'hold'] as const;
export type DndMode = (typeof dndModes)[number];

export interface Preferences {
  kinds: Record<NotificationKind, Channels>;
  quietHours: QuietHours | null;
  dnd: DndMode;
}

/** Mail reaches users without a device: it is on for what is addressed to them alone. */
export const defaultPreferences: Preferences = {
  kinds: {
    message: { push: true, mail: false, socket: true },
    mention: { push: true, mail: true, socket: true },
    call: { push: true, mail: false, socket: true },
    system: { push: true, mail: true, socket: true },
    security: { push: true, mail: true, socket: true },
  },
  quietHours: null,
  dnd: 'silent',
};

/** What a user has set; the rest is default. */
export interface StoredPreferences {
  kinds: Partial<Record<NotificationKind, Partial<Channels>>>;
  quietHours: QuietHours | null;
  dnd: DndMode | null;
}

export function withDefaults(chosen: StoredPreferences | undefined): Preferences {
  if (!chosen) return defaultPreferences;
  const byKind = notificationKinds.map((kind) => [kind, { ...defaultPreferences.kinds[kind], ...chosen.kinds[kind] }]);
  return {
    kinds: Object.fromEntries(byKind),
    quietHours: chosen.quietHours,
    dnd: chosen.dnd ?? defaultPreferences.dnd,
  };
}
