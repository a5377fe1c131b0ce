import type { components } from '../generated/openapi.js';

export type User = components['schemas']['User'];
export type Permissions = components['schemas']['SignInResult']['permissions'];
/** As the own profile is answered: the user, and what they may do now. */
export type OwnProfile = components['schemas']['Profile'];

/** Why a session ended: the reasons of the service, and `expired`, where only the end itself is known. */
export type EndReason =
  | 'logout'
  | 'expired'
  | 'replaced'
  | 'evicted'
  | 'password_change'
  | 'password_reset'
  | 'mfa_enrolled'
  | 'mfa_enrolment_required'
  | 'refresh_token_reuse'
  | 'ended_by_user'
  | 'ended_by_admin'
  | 'ban'
  | 'deactivated'
  | 'account_deleted'
  // A newer service may have more.
  | (string & Record<never, never>);

/** A session as this client knows it. Times are in milliseconds of this device's clock. */
export interface LiveSession {
  sessionId: string;
  access: string;
  /** Of the access token. */
  expiresAt: number;
  obtainedAt: number;
  /** With `session: 'tokens'`. */
  refresh?: string;
  user?: User;
  permissions?: Permissions;
  /** Of two records of one session the later is newer. */
  updatedAt: number;
}

export interface EndedSession {
  sessionId: string;
  ended: EndReason;
  updatedAt: number;
  /** The service was not reached and does not know of the logout yet; with the refresh token, if it is not in a cookie. */
  pending?: { refresh?: string };
}

export type SessionRecord = LiveSession | EndedSession;

export const isLive = (record: SessionRecord | undefined): record is LiveSession => !!record && !('ended' in record);

/** Whether `next` replaces `now`. The end of a session is final; that of another session is no news. */
export function isNewer(next: SessionRecord, now: SessionRecord | undefined): boolean {
  if (!now) return isLive(next);
  if (next.sessionId === now.sessionId && isLive(next) !== isLive(now)) return isLive(now);
  return next.updatedAt > now.updatedAt && (next.sessionId === now.sessionId || isLive(next));
}

/** A call takes a moment to arrive, and clocks differ. */
const EXPIRY_MARGIN_MS = 5000;

/** Also `false` where the clock of the device was set back: nothing is known then. */
export function isFresh({ expiresAt, obtainedAt }: LiveSession, now: number): boolean {
  return now < expiresAt - EXPIRY_MARGIN_MS && now >= obtainedAt - EXPIRY_MARGIN_MS;
}

/** The answer to a sign-in or a refresh. */
export interface TokensAnswer {
  access: string;
  refresh?: string;
  expires_in: number;
}

export function toLiveSession(tokens: TokensAnswer, now: number, rest: Partial<LiveSession> = {}): LiveSession {
  const { access, refresh, expires_in } = tokens;
  return {
    ...rest,
    sessionId: sessionIdOf(access),
    access,
    ...(refresh && { refresh }),
    expiresAt: now + expires_in * 1000,
    obtainedAt: now,
    updatedAt: now,
  };
}

export function fromProfile({ permissions, ...user }: OwnProfile): { user: User; permissions: Permissions } {
  return { user, permissions };
}

/** Its `sid`; it is the id of the device, too. Only the service verifies tokens. */
export function sessionIdOf(access: string): string {
  const payload = access.split('.')[1]!.replace(/-/g, '+').replace(/_/g, '/');
  return (JSON.parse(atob(payload)) as { sid: string }).sid;
}
