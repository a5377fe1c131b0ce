import type { DeviceType } from './device-type';
import type { Connection, Presence, ManualStatus } from './presence';
import type { PresenceTracker } from './presence-tracker';

export const startTime = Date.UTC(2026, 10, 23);

/** Nodes with the same users, and a clock that only the test advances. */
export interface TestCluster {
  now: number;
  /** The node under test, and another one if there can be two. */
  trackers: PresenceTracker[];
  /** Updates that the watchers of the last node have received. Waits for pending messages. */
  received(): Promise<Presence[]>;
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

export const manualStatus = (
  status: ManualStatus['status'],
  text: string | null = null,
  until: number | null = null,
) => ({
  status,
  text,
  until,
});

export const connection = (id: string, deviceType: DeviceType = 'web', sessionId = `session of ${id}`): Connection => ({
  id,
  userId: 'ann',
  sessionId,
  deviceType,
});
