import type { RequestActivityOutcomes } from '../local-user';
import type { DeviceType } from '../device-type';
import type { OwnPresence, Presence, PresenceStatus, ManualStatus } from '../presence';

/**
 * Row of the script: status, devices, text, version, last seen, now; manual status, its text, expiry and time; changed.
 */
type Row = [string, string, string, string, string, string, string, string, string, string, '0' | '1'];

/** A manual status and its time; the latest wins. */
export interface ManualStatusVersion {
  manualStatus: ManualStatus;
  /** 0: set on this node and not synced yet. */
  setAt: number;
}

export interface PresenceUpdate {
  presence: Presence;
  latestManualStatus?: ManualStatusVersion;
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
  requestActivityOutcomes: RequestActivityOutcomes;
  /** When the data of the partition began. */
  datasetId: string;
}

export type RawSyncReply =
  ['stale'] | ['ok', Row, string, string, string, string, string, number, string, string, string];

export function parseReply(userId: string, raw: RawSyncReply): SyncReply | undefined {
  if (raw[0] === 'stale') return undefined;
  const [, row, status, devices, text, nextChangeAt, before, isRejected, shadowed, superseded, datasetId] = raw;
  const update = parseRow(userId, row);
  const manualStatus = row[6] === '' ? null : update.latestManualStatus!.manualStatus;
  return {
    ...update,
    own: {
      ...update.presence,
      isOnline: status !== 'offline',
      status: status as OwnPresence['status'],
      devices: toDeviceTypes(devices),
      text: text || null,
      manualStatus,
    },
    nextChangeInMs: nextChangeAt === '0' ? undefined : Number(nextChangeAt) - update.at,
    wasOnline: before !== 'offline',
    isRejected: isRejected === 1,
    requestActivityOutcomes: { shadowed: names(shadowed), superseded: names(superseded) },
    datasetId,
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
    devices: toDeviceTypes(devices),
    version: Number(version),
  };
  const manualStatus = { status: manual, text: manualText || null, until: Number(until) || null } as ManualStatus;
  const latestManualStatus = manual === '' ? undefined : { manualStatus, setAt: Number(at) };
  return { presence, latestManualStatus, changed: changed === '1', at: Number(now) };
}

const names = (list: string) => (list === '' ? [] : list.split(','));
const toDeviceTypes = names as (devices: string) => DeviceType[];
