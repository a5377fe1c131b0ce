import { AuditLog } from '#audit';
import type { RevocationReason } from '#auth';
import { MailService } from '#mail';
import type { RequestMetadata } from '#platform';
import { SecurityNotices } from '#push';
import { RolesService } from '#roles';
import { AuthorizationEvents, SessionsService } from '#sessions';
import { type User, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service';
import { effects } from './credential-effects';

export interface CredentialChange {
  set: { passwordHash: string } | { email: string };
  /** For the audit log. */
  action: string;
  details?: Record<string, unknown>;
  /** Without it all sessions stay. */
  ends?: { reason: RevocationReason; except: string[] };
  metadata: RequestMetadata;
}

/** All that happens with a change of the password or the e-mail address, whatever led to it. */
@Injectable()
export class CredentialChanges {
  constructor(
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly sessions: SessionsService,
    private readonly events: AuthorizationEvents,
    private readonly tokens: OneTimeTokens,
    private readonly mail: MailService,
    private readonly notices: SecurityNotices,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The last statements of the transaction; the caller has locked the user's row and checked the proof under that lock.
   * @param user as it was before: the mail goes to the address that they had
   * @returns the sessions that have ended
   * @throws {Problem} 409 `email_taken`
   */
  async apply(manager: EntityManager, user: User, change: CredentialChange): Promise<string[]> {
    const { set, action, details, ends, metadata } = change;
    const { voids, mail, notice } = effects['email' in set ? 'email' : 'password'];
    await this.users.changeCredential(manager, user.id, set);
    const ended = ends ? await this.sessions.revoke(manager, user.id, { except: ends.except }, ends.reason) : [];
    await this.tokens.invalidate(manager, user.id, voids);
    // The new address is verified, which the old one may not have been.
    if ('email' in set) await this.roles.announceClaims(manager, user.id);
    await this.events.record(manager, 'credential-change', { user_id: user.id });
    await this.mail.enqueue(manager, mail, user, { name: user.fullName, when: new Date().toUTCString() });
    await this.notices.send(manager, user.id, notice, ends?.except);
    await this.audit.record(manager, { action, actorId: user.id, subjectId: user.id, details, metadata });
    return ended;
  }
}
