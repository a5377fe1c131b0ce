import type { AuthorizationEvent, AuthorizationSnapshot, SessionRevoked } from './authorization-event';

/**
 * A snapshot as events.
 * @param addedSessions those of `ended_sessions` that the reader does not know yet
 */
export function snapshotEvents(
  { roles, changed_roles, changed_claims }: AuthorizationSnapshot,
  addedSessions: AuthorizationSnapshot['ended_sessions'],
): AuthorizationEvent[] {
  const at = new Date().toISOString();
  const rolesById = new Map(roles.map((role) => [role.id, role]));
  return [
    // The roles contain these changes already; their `seq` lets the reader recognize an older event about the role.
    ...changed_roles.map((change) => ({
      type: 'role-changed' as const,
      at,
      role: rolesById.get(change.role_id) ?? null,
      ...change,
    })),
    ...revocationEvents(addedSessions, at),
    ...changed_claims.map((change) => ({ type: 'token-claims-change' as const, at, ...change })),
  ];
}

/** One event for all sessions of the same expiry. */
function revocationEvents(sessions: AuthorizationSnapshot['ended_sessions'], at: string): SessionRevoked[] {
  const idsByExpiry = new Map<string, string[]>();
  for (const { id, expires_at } of sessions) {
    const ids = idsByExpiry.get(expires_at);
    if (ids) ids.push(id);
    else idsByExpiry.set(expires_at, [id]);
  }
  return [...idsByExpiry].map(([expires_at, session_ids]) => ({
    type: 'session-revoked',
    ...{ seq: 0, at, expires_at, user_id: null, session_ids, reason: 'unknown' },
  }));
}
