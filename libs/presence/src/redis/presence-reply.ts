import type { JudgedRequests } from '../local-user';
import type { DeviceKind, OwnPresence, Presence, PresenceStatus, StatusChoice } from '../presence';

/** As the script writes it: status, devices, text, version, last seen, now; what was said, until and when; changed. */
type Row = [string, string, string, string, string, string, string, string, string, string, '0' | '1'];

/** What a user has said, and when: the later word holds. */
export interface Said {
  choice: StatusChoice;
  /** 0: said here, and not told to Redis yet. */
  at: number;
}

export interface Told {
  presence: Presence;
  said?: Said;
  /** Whether others see something new; otherwise there is news for the user's own processes only. */
  changed: boolean;
  /** Redis' time. */
  at: number;
}

export interface Reply extends Told {
  own: OwnPresence;
  /** In how many milliseconds time alone may change it. */
  nextIn?: number;
  wasOnline: boolean;
  refused: boolean;
  requests: JudgedRequests;
}

export type RawReply = ['stale'] | ['ok', Row, string, string, string, string, string, number, string, string];

export function readReply(userId: string, raw: RawReply): Reply | undefined {
  if (raw[0] === 'stale') return undefined;
  const [, row, status, devices, text, next, before, refused, beside, voided] = raw;
  const told = readRow(userId, row);
  const choice = row[6] === '' ? null : told.said!.choice;
  return {
    ...told,
    own: {
      ...told.presence,
      isOnline: status !== 'offline',
      status: status as OwnPresence['status'],
      devices: kinds(devices),
      text: text || null,
      choice,
    },
    nextIn: next === '0' ? undefined : Number(next) - told.at,
    wasOnline: before !== 'offline',
    refused: refused === 1,
    requests: { besideSocket: names(beside), void: names(voided) },
  };
}

export function readMessage(message: string): Told {
  const [userId, row] = JSON.parse(message) as [string, Row];
  return readRow(userId, row);
}

function readRow(userId: string, row: Row): Told {
  const [status, devices, text, version, seen, now, said, saidText, until, at, changed] = row;
  const presence: Presence = {
    userId,
    isOnline: status !== 'offline',
    status: status as PresenceStatus,
    text: text || null,
    lastSeen: seen === '0' ? null : Number(seen),
    devices: kinds(devices),
    version: Number(version),
  };
  const choice = { status: said, text: saidText || null, until: Number(until) || null } as StatusChoice;
  const told = said === '' ? undefined : { choice, at: Number(at) };
  return { presence, said: told, changed: changed === '1', at: Number(now) };
}

const names = (list: string) => (list === '' ? [] : list.split(','));
const kinds = names as (devices: string) => DeviceKind[];
