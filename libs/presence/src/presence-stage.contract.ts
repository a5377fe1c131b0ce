import type { Connection, DeviceKind, Presence, StatusChoice } from './presence';
import type { PresenceStore } from './presence-store';

export const start = Date.UTC(2026, 10, 23);

/** Nodes with the same users, and a clock that only the test advances. */
export interface Stage {
  now: number;
  /** The node under test, and another one if there can be two. */
  stores: PresenceStore[];
  /** Updates that the watchers of the last node have received. Waits for pending messages. */
  received(): Promise<Presence[]>;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export const says = (status: StatusChoice['status'], text: string | null = null, until: number | null = null) => ({
  status,
  text,
  until,
});

export const socket = (id: string, kind: DeviceKind = 'web', sessionId = `session of ${id}`): Connection => ({
  id,
  userId: 'ann',
  sessionId,
  kind,
});
