import type { RevocationReason } from '#auth';
import { AuditLog } from '#audit';
import type { RequestMetadata } from '#platform';
import { PresenceService } from '#presence';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, ActorVerifier } from './actor-verifier';
import { SessionsService } from './sessions.service';

type Sessions = { only: string[] } | { except: string[] };

/** What somebody does with the own sessions. */
@Injectable()
export class OwnSessionsService {
  constructor(
    private readonly database: DataSource,
    private readonly actorVerifier: ActorVerifier,
    private readonly sessions: SessionsService,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Ends the session itself. One that has ended already is as it should be, so that is not asked.
   * @param reason what clients are told
   */
  async leave(session: Actor, reason: 'logout' | 'token_revoked', metadata: RequestMetadata): Promise<void> {
    await this.ending(session, (manager) =>
      this.record(manager, session, { only: [session.sessionId] }, reason, metadata),
    );
  }

  /**
   * @returns ids of what has ended
   * @throws {AuthException} 401 `invalid_token` where the session that asks for it has ended meanwhile
   */
  async end(actor: Actor, which: Sessions, metadata: RequestMetadata): Promise<string[]> {
    return this.ending(actor, async (manager) => {
      await this.actorVerifier.lockAndVerify(manager, actor);
      return this.record(manager, actor, which, 'ended_by_user', metadata);
    });
  }

  private async ending({ userId }: Actor, work: (manager: EntityManager) => Promise<string[]>): Promise<string[]> {
    const ended = await this.database.transaction(work);
    this.presence.onSessionsRevoked(userId, ended);
    return ended;
  }

  private async record(
    manager: EntityManager,
    { userId }: Actor,
    which: Sessions,
    reason: RevocationReason,
    metadata: RequestMetadata,
  ): Promise<string[]> {
    const ids = await this.sessions.revoke(manager, userId, which, reason);
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
