import type { Principal, SessionEnd } from '#auth';
import { AuditLog } from '#audit';
import type { Client } from '#platform';
import { PresenceService } from '#presence';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SessionsService } from './sessions.service';

/** What somebody does with the own sessions. */
@Injectable()
export class SignedIn {
  constructor(
    private readonly database: DataSource,
    private readonly sessions: SessionsService,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  /** @returns ids of what has ended */
  async end(
    principal: Pick<Principal, 'userId'>,
    which: { only: string[] } | { except: string[] },
    reason: SessionEnd,
    client: Client,
  ): Promise<string[]> {
    const ended = await this.database.transaction(async (manager) => {
      const ids = await this.sessions.end(manager, principal.userId, which, reason);
      if (ids.length > 0)
        await this.audit.record(manager, {
          action: reason === 'logout' ? 'session.logout' : 'session.end',
          actorId: principal.userId,
          subjectId: principal.userId,
          details: { session_ids: ids },
          client,
        });
      return ids;
    });
    this.presence.gone(principal.userId, ended);
    return ended;
  }
}
