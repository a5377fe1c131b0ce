import { AuditLog } from '#audit';
import type { Client } from '#platform';
import { PresenceService } from '#presence';
import { DeviceHistory, SessionsService } from '#sessions';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { ForgottenPasswordService } from '../passwords/forgotten-password.service';
import { DisownLinks } from './disown-links';

@Injectable()
export class DisownService {
  constructor(
    private readonly database: DataSource,
    private readonly links: DisownLinks,
    private readonly history: DeviceHistory,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly forgotten: ForgottenPasswordService,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Ends the session that its owner did not start, and any other on that device, and mails a link to choose a new
   * password. Doing it twice mails another link.
   * @throws {Problem} 400 `invalid_token`, `token_expired`
   */
  async disown(token: string, client: Client): Promise<void> {
    const sessionId = this.links.read(token);
    const sessions = await this.history.sameDevice(sessionId);
    if (sessions.length === 0) throw accountProblems.token_expired();
    const user = await this.users.find(sessions[0]!.userId);
    const ids = sessions.map(({ id }) => id);
    const ended = await this.database.transaction(async (manager) => {
      const ended = await this.sessions.end(manager, user.id, { only: ids }, 'ended_by_user');
      await this.forgotten.send(manager, user, client);
      await this.audit.record(manager, {
        action: 'session.disown',
        subjectId: user.id,
        details: { session_id: sessionId, ended },
        client,
      });
      return ended;
    });
    this.presence.gone(user.id, ended);
  }
}
