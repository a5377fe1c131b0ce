import { databaseClock, type RequestMetadata } from '#platform';
import { AuditLog, type AuditRecord } from '#audit';
import type { RevocationReason } from '#auth';
import { PresenceService } from '#presence';
import { TokenClaimsPublisher } from '#roles';
import { AuthorizationEventRecorder, SessionsService } from '#sessions';
import { type User, UserCredentialsService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service';
import { SignInProofs } from '../factors/sign-in-proofs';
import { SecurityAlerts } from '../security/security-alerts';
import { credentialChangeEffects } from './credential-change-effects';

export interface CredentialChange {
  /** As before the change: the mail goes to the address that they had. */
  user: User;
  set: { passwordHash: string } | { email: string };
  /** Without it all sessions stay. */
  revoke?: { reason: RevocationReason; exceptSessions: string[] };
  /** Audit action. */
  action: string;
  details?: Record<string, unknown>;
  metadata: RequestMetadata;
  /** An audit entry of something else in the same transaction. */
  alsoAudit?: AuditRecord;
}

/** Everything that a change of the password or the e-mail address entails. */
@Injectable()
export class CredentialChangeService {
  constructor(
    private readonly database: DataSource,
    private readonly credentials: UserCredentialsService,
    private readonly tokenClaims: TokenClaimsPublisher,
    private readonly sessions: SessionsService,
    private readonly events: AuthorizationEventRecorder,
    private readonly tokens: OneTimeTokensService,
    private readonly signInProofs: SignInProofs,
    private readonly alerts: SecurityAlerts,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param prepare the first statements of the transaction: locks the user's row, and checks the proof under that lock
   * @returns the user as before the change
   * @throws {Problem} 409 `email_taken`, and what `prepare` throws
   */
  async run(prepare: (manager: EntityManager) => Promise<CredentialChange>): Promise<User> {
    const { user, revoked } = await this.database.transaction(async (manager) => {
      const change = await prepare(manager);
      return { user: change.user, revoked: await this.apply(manager, change) };
    });
    this.presence.onSessionsRevoked(user.id, revoked);
    return user;
  }

  /** @returns ids of the revoked sessions */
  private async apply(manager: EntityManager, change: CredentialChange): Promise<string[]> {
    const { user, set, revoke } = change;
    const effect = credentialChangeEffects['email' in set ? 'email' : 'password'];
    await this.credentials.change(manager, user.id, set);
    const revoked = revoke
      ? await this.sessions.revoke(manager, user.id, { except: revoke.exceptSessions }, revoke.reason)
      : [];
    await this.tokens.invalidate(manager, user.id, effect.voidedTokenPurposes);
    await this.signInProofs.invalidate(manager, user.id);
    // The new address is verified, which the old one may not have been.
    if ('email' in set) await this.tokenClaims.publish(manager, user.id);
    await this.events.record(manager, 'credential-change', { user_id: user.id });
    await this.report(manager, change);
    return revoked;
  }

  private async report(manager: EntityManager, change: CredentialChange): Promise<void> {
    const { user, set, revoke, action, details, metadata, alsoAudit } = change;
    const { mail, notice } = credentialChangeEffects['email' in set ? 'email' : 'password'];
    await this.alerts.send(manager, user, {
      mail,
      variables: { name: user.fullName, when: databaseClock.date().toISOString() },
      notice,
      exceptSessions: revoke?.exceptSessions,
      audit: { action, actorId: user.id, subjectId: user.id, details, metadata },
    });
    if (alsoAudit) await this.audit.record(manager, alsoAudit);
  }
}
