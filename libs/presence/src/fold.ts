import type { DeviceKind, OwnPresence, Presence, StatusChoice } from './presence';

/** A sign that a user is there: a socket, one that was lost a moment ago, or a request. Milliseconds since 1970. */
export interface Sign {
  kind?: DeviceKind;
  idle: boolean;
  /** When it counts no more; none while the socket is open. */
  until?: number;
  /** When the user was there; now, if the socket is open. */
  seen?: number;
}

/** A user as they see themself, before it has a version. */
export type Folded = Pick<OwnPresence, 'status' | 'text' | 'devices' | 'choice'> & {
  /** When time alone may change it. */
  next: number;
  /** When the latest of the signs was there, counting or not; 0 if there is none. */
  seen: number;
};

/** What a user's devices and their own word come to. */
export function fold(signs: readonly Sign[], said: StatusChoice | null, now: number): Folded {
  const alive = signs.filter(({ until }) => until === undefined || until > now);
  const choice = said && (said.until === null || said.until > now) ? said : null;
  const kinds = alive.map(({ kind }) => kind).filter((kind) => kind !== undefined);
  const status = statusOf(alive, choice);
  return {
    status,
    text: status === 'offline' ? null : choice?.text || null,
    devices: [...new Set(kinds)].sort(),
    choice,
    next: Math.min(choice?.until ?? Infinity, ...alive.map(({ until }) => until ?? Infinity)),
    seen: Math.max(0, ...signs.map(({ seen }) => seen ?? now)),
  };
}

function statusOf(alive: readonly Sign[], choice: StatusChoice | null): Folded['status'] {
  if (alive.length === 0) return 'offline';
  if (choice && choice.status !== 'online') return choice.status;
  return alive.every(({ idle }) => idle) ? 'away' : 'online';
}

type Shown = Pick<Presence, 'isOnline' | 'status' | 'text' | 'devices'>;

/** Who is invisible is not there. */
export function shown({ status, text, devices }: Pick<Folded, 'status' | 'text' | 'devices'>): Shown {
  if (status === 'offline' || status === 'invisible')
    return { isOnline: false, status: 'offline', text: null, devices: [] };
  return { isOnline: status !== 'unknown', status, text, devices };
}

/** How others see a user from now on, if they saw the user like `before` until now. */
export function succeed(before: Presence, own: Folded, now: number): Presence {
  const next = shown(own);
  const seen = own.status === 'invisible' ? now : own.seen;
  const lastSeen = next.isOnline || before.isOnline ? Math.max(seen, before.lastSeen ?? 0) : before.lastSeen;
  // Time is the least a version can be: who was forgotten in between comes back with a later one.
  const version = looksLike(before, next) ? before.version : Math.max(now, before.version + 1);
  return { userId: before.userId, ...next, lastSeen, version };
}

const looksLike = (a: Shown, b: Shown): boolean =>
  a.status === b.status && a.text === b.text && a.devices.join() === b.devices.join();
