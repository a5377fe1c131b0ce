import type { HeartbeatOutcomes } from '../local-user';
import type { DeviceKind, OwnPresence, Presence, PresenceStatus, StatusChoice } from '../presence';

/**
 * Row of the script: status, devices, text, version, last seen, now; manual status, its text, expiry and time; changed.
 */
type Row = [string, string, string, string, string, string, string, string, string, string, '0' | '1'];

/** A manual status and its time; the latest wins. */
export interface ManualStatusEntry {
  choice: StatusChoice;
  /** 0: set on this node and not synced yet. */
  at: number;
}

export interface PresenceUpdate {
  presence: Presence;
  manualStatus?: ManualStatusEntry;
  /** Whether the visible state changed. Otherwise only the manual status did. */
  changed: boolean;
  /** Redis' time. */
  at: number;
}

export interface SyncReply extends PresenceUpdate {
  own: OwnPresence;
  /** Milliseconds until something expires; undefined if nothing does. */
  nextChangeInMs?: number;
  wasOnline: boolean;
  isRejected: boolean;
  heartbeats: HeartbeatOutcomes;
}

export type RawSyncReply = ['stale'] | ['ok', Row, string, string, string, string, string, number, string, string];

export function parseReply(userId: string, raw: RawSyncReply): SyncReply | undefined {
  if (raw[0] === 'stale') return undefined;
  const [, row, status, devices, text, nextChangeAt, before, isRejected, shadowed, superseded] = raw;
  const update = parseRow(userId, row);
  const choice = row[6] === '' ? null : update.manualStatus!.choice;
  return {
    ...update,
    own: {
      ...update.presence,
      isOnline: status !== 'offline',
      status: status as OwnPresence['status'],
      devices: kinds(devices),
      text: text || null,
      choice,
    },
    nextChangeInMs: nextChangeAt === '0' ? undefined : Number(nextChangeAt) - update.at,
    wasOnline: before !== 'offline',
    isRejected: isRejected === 1,
    heartbeats: { shadowed: names(shadowed), superseded: names(superseded) },
  };
}

export function parseMessage(message: string): PresenceUpdate {
  const [userId, row] = JSON.parse(message) as [string, Row];
  return parseRow(userId, row);
}

function parseRow(userId: string, row: Row): PresenceUpdate {
  const [status, devices, text, version, seen, now, manual, manualText, until, at, changed] = row;
  const presence: Presence = {
    userId,
    isOnline: status !== 'offline',
    status: status as PresenceStatus,
    text: text || null,
    lastSeen: seen === '0' ? null : Number(seen),
    devices: kinds(devices),
    version: Number(version),
  };
  const choice = { status: manual, text: manualText || null, until: Number(until) || null } as StatusChoice;
  const manualStatus = manual === '' ? undefined : { choice, at: Number(at) };
  return { presence, manualStatus, changed: changed === '1', at: Number(now) };
}

const names = (list: string) => (list === '' ? [] : list.split(','));
const kinds = names as (devices: string) => DeviceKind[];
