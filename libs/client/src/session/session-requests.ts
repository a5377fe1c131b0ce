import { CollabSphereError, hasCode, isTemporary } from '../errors.js';
import type { Transport } from '../http/transport.js';
import { jittered, later } from '../platform/timers.js';
import { type EndReason, isFresh, type LiveSession, type TokensAnswer } from './session-record.js';

/** Two tries take less than other tabs wait for the lock. */
const TIMEOUT_MS = 10_000;
const RETRY_MS = 500;

/**
 * Of the token, or of the cookie. An answer that is lost is asked for again with the same token: the service answers it
 * until the next one was used.
 */
export async function refreshTokens(transport: Transport, refresh: string | undefined): Promise<TokensAnswer> {
  const send = () =>
    transport.json<TokensAnswer>('POST', '/api/token/refresh', {
      body: refresh ? { refresh } : {},
      timeout: TIMEOUT_MS,
    });
  try {
    return await send();
  } catch (error) {
    if (!isTemporary(error) || (error as { status?: number }).status) throw error;
    await new Promise<void>((resolve) => void later(resolve, jittered(RETRY_MS)));
    return send();
  }
}

/**
 * Sends a logout to the service. The cookie is enough; otherwise it takes an access token.
 * @throws {CollabSphereError} if the service can't be reached
 */
export async function endAtService(transport: Transport, mode: string, session: Partial<LiveSession>): Promise<void> {
  try {
    const token = mode === 'cookie' ? undefined : await accessTokenOf(transport, session);
    if (token || mode === 'cookie') await transport.json('POST', '/api/logout', { token, body: {} });
  } catch (error) {
    // The session has ended already.
    if (error instanceof CollabSphereError && error.status === 401) return;
    throw error;
  }
}

async function accessTokenOf(transport: Transport, session: Partial<LiveSession>): Promise<string | undefined> {
  if (session.access && isFresh(session as LiveSession, Date.now())) return session.access;
  return session.refresh && (await refreshTokens(transport, session.refresh)).access;
}

/** Why a refused refresh has ended the session; `undefined` where the refusal says nothing about the session. */
export function endReasonOf(error: unknown): EndReason | undefined {
  if (hasCode(error, 'refresh_token_reused')) return 'refresh_token_reuse';
  if (hasCode(error, 'account_banned')) return 'ban';
  if (hasCode(error, 'account_deactivated')) return 'deactivated';
  // The 401 of a proxy says nothing about the session.
  return error instanceof CollabSphereError && error.problem && error.status === 401 ? 'expired' : undefined;
}
