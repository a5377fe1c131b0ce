import type { DeviceType } from './device-type';
import type { OwnPresence, Presence, ManualStatus } from './presence';

/** A socket, a socket within its grace period, or a request. Times in milliseconds since 1970. */
export interface LivenessSignal {
  deviceType?: DeviceType;
  idle: boolean;
  /** Undefined while the socket is open. */
  expiresAt?: number;
  /** When the user was present. Undefined (now) while the socket is open. */
  seenAt?: number;
}

/** A user as they see themself, without a version. */
export type AggregatedPresence = Pick<OwnPresence, 'status' | 'text' | 'devices' | 'manualStatus'> & {
  /** When something expires next. */
  nextChangeAt: number;
  /** Time of the latest signal, expired or not; 0 if there is none. */
  lastSignalAt: number;
};

/** Combines signals and the manual status. `redis/aggregate.lua.ts` has the same rules for several nodes. */
export function aggregatePresence(
  signals: readonly LivenessSignal[],
  manualStatus: ManualStatus | null,
  now: number,
): AggregatedPresence {
  const alive = signals.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
  const current = manualStatus && (manualStatus.until === null || manualStatus.until > now) ? manualStatus : null;
  const deviceTypes = alive.map(({ deviceType }) => deviceType).filter((type) => type !== undefined);
  const status = effectiveStatus(alive, current);
  return {
    status,
    text: status === 'offline' ? null : current?.text || null,
    devices: [...new Set(deviceTypes)].sort(),
    manualStatus: current,
    nextChangeAt: Math.min(current?.until ?? Infinity, ...alive.map(({ expiresAt }) => expiresAt ?? Infinity)),
    lastSignalAt: Math.max(0, ...signals.map(({ seenAt }) => seenAt ?? now)),
  };
}

function effectiveStatus(
  alive: readonly LivenessSignal[],
  manualStatus: ManualStatus | null,
): AggregatedPresence['status'] {
  if (alive.length === 0) return 'offline';
  if (manualStatus && manualStatus.status !== 'online') return manualStatus.status;
  return alive.every(({ idle }) => idle) ? 'away' : 'online';
}

type PublicView = Pick<Presence, 'isOnline' | 'status' | 'text' | 'devices'>;

/** `invisible` looks like `offline`. */
export function toPublicView({
  status,
  text,
  devices,
}: Pick<AggregatedPresence, 'status' | 'text' | 'devices'>): PublicView {
  if (status === 'offline' || status === 'invisible')
    return { isOnline: false, status: 'offline', text: null, devices: [] };
  return { isOnline: status !== 'unknown', status, text, devices };
}

/** The next state that others see, with its version and `lastSeen`. */
export function nextPublicPresence(before: Presence, own: AggregatedPresence, now: number): Presence {
  const next = toPublicView(own);
  const seen = own.status === 'invisible' ? now : own.lastSignalAt;
  const lastSeen = next.isOnline || before.isOnline ? Math.max(seen, before.lastSeen ?? 0) : before.lastSeen;
  // A version is at least the time, so that it increases even if the stored state was deleted in between.
  const version = isSameView(before, next) ? before.version : Math.max(now, before.version + 1);
  return { userId: before.userId, ...next, lastSeen, version };
}

const isSameView = (a: PublicView, b: PublicView): boolean =>
  a.status === b.status && a.text === b.text && a.devices.join() === b.devices.join();
