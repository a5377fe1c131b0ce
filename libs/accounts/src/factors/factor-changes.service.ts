import type { AuthenticationMethod, RevocationReason } from '#auth';
import type { RequestMetadata } from '#platform';
import { PresenceService } from '#presence';
import { TokenClaimsPublisher } from '#roles';
import { type Actor, TransactionAuthorizer, AuthorizationEventRecorder, SessionsService } from '#sessions';
import { type MfaMethod, type User, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service';
import { SecurityAlerts } from '../security/security-alerts';
import type { DescribeChange } from './factor-alerts';
import { FactorSet } from './factor-set';
import { RecoveryCodes } from './recovery-codes/recovery-codes.service';
import { SignInProofs } from './sign-in-proofs';

export interface FactorChange<Result> {
  result: Result;
  /** Audit action, such as `mfa.totp_add`. */
  action: string;
  details?: Record<string, unknown>;
  describe: DescribeChange;
  /** How the session has just proved a new factor. */
  proved?: readonly AuthenticationMethod[];
  /** Ends all sessions. */
  revoke?: RevocationReason;
}

export interface FactorChangeResult<Result> {
  result: Result;
  /** The ten that were made with the user's first factor, otherwise none. */
  recoveryCodes: string[];
}

interface Change<Result> {
  /** Locks the user's row and checks the actor: the first statements. */
  lock: (manager: EntityManager) => Promise<User>;
  change: (manager: EntityManager, user: User) => Promise<FactorChange<Result>>;
  actor: Actor;
  metadata: RequestMetadata;
}

/** Everything that a change of second factors entails, in one transaction. */
@Injectable()
export class FactorChanges {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly factors: FactorSet,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly proofs: SignInProofs,
    private readonly tokens: OneTimeTokensService,
    private readonly sessions: SessionsService,
    private readonly tokenClaims: TokenClaimsPublisher,
    private readonly events: AuthorizationEventRecorder,
    private readonly alerts: SecurityAlerts,
    private readonly presence: PresenceService,
  ) {}

  /**
   * A change by the user. `change` runs under the lock of the user's row, with the session verified.
   * @throws {AuthException} 401 `invalid_token`, and what `change` throws
   */
  changeOwn<Result>(
    actor: Actor,
    metadata: RequestMetadata,
    change: Change<Result>['change'],
  ): Promise<FactorChangeResult<Result>> {
    const lock = async (manager: EntityManager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, actor);
      return this.users.findById(actor.userId, manager);
    };
    return this.run({ lock, change, actor, metadata });
  }

  async run<Result>({ lock, change, actor, metadata }: Change<Result>): Promise<FactorChangeResult<Result>> {
    const done = await this.database.transaction(async (manager) => {
      const user = await lock(manager);
      const made = await change(manager, user);
      const { before, after } = await this.factors.update(manager, user.id);
      const effects = await this.applyEffects(manager, { userId: user.id, actor, before, after }, made);
      await this.events.record(manager, 'credential-change', { user_id: user.id });
      await this.alerts.send(manager, user, {
        ...made.describe({ user, methods: after }),
        exceptSessions: [actor.sessionId],
        audit: {
          action: made.action,
          actorId: actor.userId,
          subjectId: user.id,
          details: { ...made.details, methods: after },
          metadata,
        },
      });
      return { userId: user.id, result: made.result, ...effects };
    });
    this.presence.onSessionsRevoked(done.userId, done.revoked);
    return { result: done.result, recoveryCodes: done.recoveryCodes };
  }

  private async applyEffects(
    manager: EntityManager,
    change: { userId: string; actor: Actor; before: MfaMethod[]; after: MfaMethod[] },
    { proved = [], revoke }: FactorChange<unknown>,
  ): Promise<{ revoked: string[]; recoveryCodes: string[] }> {
    const { userId, actor, before, after } = change;
    const isFirst = before.length === 0 && after.length > 0;
    await this.proofs.invalidate(manager, userId);
    // Another address was asked for without the factor, or perhaps by who has it: also in a session that has ended.
    if (isFirst || revoke) await this.tokens.invalidate(manager, userId, ['change_email']);
    if (after.length === 0) await this.recoveryCodes.removeAll(manager, userId);
    const recoveryCodes = isFirst ? await this.recoveryCodes.renew(manager, userId) : [];
    const revoked = await this.revokeSessions(manager, change, revoke);
    if (isFirst) await this.sessions.addMethods(manager, actor.sessionId, proved);
    if (before.join() !== after.join()) await this.tokenClaims.publish(manager, userId);
    return { revoked, recoveryCodes };
  }

  /** No session of an account with a factor was started without it, so the first factor ends all but the actor's. */
  private async revokeSessions(
    manager: EntityManager,
    { userId, actor, before, after }: { userId: string; actor: Actor; before: MfaMethod[]; after: MfaMethod[] },
    revokeAll: RevocationReason | undefined,
  ): Promise<string[]> {
    if (revokeAll) return this.sessions.revoke(manager, userId, { except: [] }, revokeAll);
    if (before.length > 0 || after.length === 0) return [];
    return this.sessions.revoke(manager, userId, { except: [actor.sessionId] }, 'mfa_enrolled');
  }
}
