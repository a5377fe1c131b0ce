import type { RoleGrants } from './permissions';

interface Event {
  /** Rises with each event; of two events about the same row the later has the higher one. */
  seq: number;
  /** RFC 3339. */
  at: string;
  /** When no token is alive any more that this contradicts; RFC 3339. */
  expires_at: string;
}

export type SessionEnd =
  | 'logout'
  | 'replaced'
  | 'evicted'
  | 'password_change'
  | 'password_reset'
  | 'refresh_token_reuse'
  | 'ended_by_user'
  | 'ended_by_admin'
  | 'ban'
  | 'deactivated'
  | 'account_deleted';

/** @see CAEP 1.0 §3.1 session-revoked */
export interface SessionRevoked extends Event {
  type: 'session-revoked';
  user_id: string;
  session_ids: string[];
  reason: SessionEnd;
}

/** @see CAEP 1.0 §3.2 token-claims-change */
export interface TokenClaimsChange extends Event {
  type: 'token-claims-change';
  user_id: string;
  role_ids: string[];
  email_verified: boolean;
}

/** @see CAEP 1.0 §3.3 credential-change */
export interface CredentialChange extends Event {
  type: 'credential-change';
  user_id: string;
}

export interface RoleChanged extends Event {
  type: 'role-changed';
  role_id: string;
  /** `null` where the role was deleted. */
  role: RoleGrants | null;
}

export type AuthorizationEvent = SessionRevoked | TokenClaimsChange | CredentialChange | RoleChanged;

/** What a process must know to contradict any token that is alive. */
export interface AuthorizationSnapshot {
  roles: RoleGrants[];
  events: AuthorizationEvent[];
}
