import type { SessionEnd } from '#auth';
import { AuditLog } from '#audit';
import type { Client } from '#platform';
import { PresenceService } from '#presence';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, Actors } from './actors.service';
import { SessionsService } from './sessions.service';

type Sessions = { only: string[] } | { except: string[] };

/** What somebody does with the own sessions. */
@Injectable()
export class SignedIn {
  constructor(
    private readonly database: DataSource,
    private readonly actors: Actors,
    private readonly sessions: SessionsService,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Ends the session itself. One that has ended already is as it should be, so that is not asked.
   * @param reason what clients are told
   */
  async leave(session: Actor, reason: 'logout' | 'token_revoked', client: Client): Promise<void> {
    await this.ending(session, (manager) =>
      this.record(manager, session, { only: [session.sessionId] }, reason, client),
    );
  }

  /**
   * @returns ids of what has ended
   * @throws {AuthException} 401 `invalid_token` where the session that asks for it has ended meanwhile
   */
  async end(actor: Actor, which: Sessions, client: Client): Promise<string[]> {
    return this.ending(actor, async (manager) => {
      await this.actors.lock(manager, actor);
      return this.record(manager, actor, which, 'ended_by_user', client);
    });
  }

  private async ending({ userId }: Actor, work: (manager: EntityManager) => Promise<string[]>): Promise<string[]> {
    const ended = await this.database.transaction(work);
    this.presence.gone(userId, ended);
    return ended;
  }

  private async record(
    manager: EntityManager,
    { userId }: Actor,
    which: Sessions,
    reason: SessionEnd,
    client: Client,
  ): Promise<string[]> {
    const ids = await this.sessions.end(manager, userId, which, reason);
    if (ids.length > 0)
      await this.audit.record(manager, {
        action: reason === 'logout' ? 'session.logout' : 'session.end',
        actorId: userId,
        subjectId: userId,
        details: { session_ids: ids },
        client,
      });
    return ids;
  }
}
