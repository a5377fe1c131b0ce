import type { RevocationReason } from '#auth';
import { AuditLog } from '#audit';
import type { RequestMetadata } from '#platform';
import { PresenceService } from '#presence';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, TransactionAuthorizer } from './transaction-authorizer';
import type { SessionSelection } from './session.repository';
import { SessionsService } from './sessions.service';
import { RefreshTokenCodec } from './tokens/refresh-token.codec';

type OwnRevocationReason = Extract<RevocationReason, 'logout' | 'token_revoked' | 'replaced'>;

/** What users do with their own sessions. */
@Injectable()
export class OwnSessionsService {
  constructor(
    private readonly database: DataSource,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly sessions: SessionsService,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
    private readonly refreshTokens: RefreshTokenCodec,
  ) {}

  /**
   * Revokes the caller's own session. That it is revoked already is no error.
   * @param reason goes to the clients
   */
  async revokeCurrent(session: Actor, reason: OwnRevocationReason, metadata: RequestMetadata): Promise<void> {
    await this.revokeAndDisconnect(session, (manager) =>
      this.revokeAndAudit(manager, session, { only: [session.sessionId] }, reason, metadata),
    );
  }

  /** A refresh token of any generation may end its session. An invalid token ends nothing. */
  async revokeByRefreshToken(token: string, reason: OwnRevocationReason, metadata: RequestMetadata): Promise<void> {
    const presented = this.refreshTokens.decode(token);
    const userId = presented && (await this.sessions.findOwnerId(presented.sessionId));
    if (userId) await this.revokeCurrent({ userId, sessionId: presented.sessionId }, reason, metadata);
  }

  /**
   * @returns ids of the revoked sessions
   * @throws {AuthException} 401 `invalid_token` if the caller's session has been revoked meanwhile
   */
  async revoke(actor: Actor, selection: SessionSelection, metadata: RequestMetadata): Promise<string[]> {
    return this.revokeAndDisconnect(actor, async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, actor);
      return this.revokeAndAudit(manager, actor, selection, 'ended_by_user', metadata);
    });
  }

  private async revokeAndDisconnect(
    { userId }: Actor,
    work: (manager: EntityManager) => Promise<string[]>,
  ): Promise<string[]> {
    const ended = await this.database.transaction(work);
    this.presence.onSessionsRevoked(userId, ended);
    return ended;
  }

  private async revokeAndAudit(
    manager: EntityManager,
    { userId }: Actor,
    selection: SessionSelection,
    reason: RevocationReason,
    metadata: RequestMetadata,
  ): Promise<string[]> {
    const ids = await this.sessions.revoke(manager, userId, selection, reason);
    if (ids.length > 0)
      await this.audit.record(manager, {
        action: reason === 'logout' ? 'session.logout' : 'session.end',
        actorId: userId,
        subjectId: userId,
        details: { session_ids: ids },
        metadata,
      });
    return ids;
  }
}
