import { AuditLog } from '#audit';
import type { AuthenticationMethod } from '#auth';
import { problems, type RequestMetadata, msg } from '#platform';
import { type Actor, TransactionAuthorizer, SessionsService, type Tokens } from '#sessions';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PasswordProofService } from '../credentials/password-proof.service';
import { MfaAttempts } from '../factors/mfa-attempts';
import {
  MFA_METHOD_VERIFIERS,
  type MfaMethodVerifier,
  type MfaProof,
  type MfaProofMethod,
} from '../factors/mfa-method-verifier';
import { ReauthenticationChallenges } from './reauthentication-challenges';
import type { ReauthenticationOptionsDto } from './reauthentication.dto';

export interface FactorProof extends Pick<MfaProof, 'code' | 'assertion'> {
  method: MfaProofMethod;
  challengeId?: string;
}

/**
 * The user of a live session authenticates again. One factor is enough for that, and the methods of the session stay: a
 * password alone neither raises nor lowers the level of a session with two factors.
 * @see NIST SP 800-63B-4 §2.2.3, RFC 9470
 */
@Injectable()
export class ReauthenticationService {
  private readonly logger = new Logger('Reauthentication');

  constructor(
    private readonly database: DataSource,
    private readonly password: PasswordProofService,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly challenges: ReauthenticationChallenges,
    private readonly sessions: SessionsService,
    private readonly attempts: MfaAttempts,
    private readonly audit: AuditLog,
    @Inject(MFA_METHOD_VERIFIERS) private readonly verifiers: readonly MfaMethodVerifier[],
  ) {}

  /**
   * @throws {Problem} 400 `validation_failed` with `wrong_password`, 401 `invalid_token`, 404 `user_not_found`,
   * 409 `password_changed_meanwhile`, 429 `too_many_attempts`
   */
  async byPassword(actor: Actor, password: string, metadata: RequestMetadata): Promise<Tokens> {
    const proven = await this.password.verify(actor, password, 'password', metadata);
    return this.database.transaction(async (manager) => {
      await this.password.lockAndReverify(manager, actor, proven);
      return this.complete(manager, actor, { by: 'password', methods: ['pwd'] }, metadata);
    });
  }

  /**
   * The proof is verified under the lock of the user's row, and may be used up by that.
   * @throws {Problem} 400 `validation_failed` with `wrong_code` or `wrong_assertion`, 401 `invalid_token`,
   * 429 `too_many_attempts`
   */
  async byFactor(actor: Actor, proof: FactorProof, metadata: RequestMetadata): Promise<Tokens> {
    const tokens = await this.attempts.attemptWith(
      this.verifierOf(proof.method),
      // Not the failures of sign-ins: who has only a session must not use these up.
      `reauthentication ${actor.userId}`,
      () => this.verifyFactor(actor, proof, metadata),
      (result) => result !== undefined,
    );
    if (tokens) return tokens;
    this.logger.warn({
      event: 'reauthentication_failed',
      user_id: actor.userId,
      ip: metadata.ip,
      request_id: metadata.requestId,
    });
    throw wrongProof(proof.method);
  }

  /** @throws {Problem} 404 `not_found` where there are no passkeys */
  async options(actor: Actor): Promise<ReauthenticationOptionsDto> {
    const verifier = this.verifierOf('webauthn');
    if (!verifier?.prepare) throw problems.not_found();
    const { manager } = this.database;
    const { challenge, members } = await verifier.prepare(manager, actor.userId);
    return { challenge_id: await this.challenges.seal(manager, actor, challenge), ...members };
  }

  /** A wrong proof commits too: it may have used a challenge up. */
  private verifyFactor(actor: Actor, proof: FactorProof, metadata: RequestMetadata): Promise<Tokens | undefined> {
    return this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, actor);
      const { method, code, assertion, challengeId } = proof;
      const challenge = challengeId ? await this.challenges.open(manager, actor, challengeId) : undefined;
      const methods = await this.verifierOf(method)?.verify(manager, actor.userId, { code, assertion, challenge });
      return methods && this.complete(manager, actor, { by: method, methods }, metadata);
    });
  }

  private verifierOf(method: MfaProofMethod): MfaMethodVerifier | undefined {
    return this.verifiers.find((verifier) => verifier.method === method);
  }

  private async complete(
    manager: EntityManager,
    actor: Actor,
    { by, methods }: { by: MfaProofMethod | 'password'; methods: readonly AuthenticationMethod[] },
    metadata: RequestMetadata,
  ): Promise<Tokens> {
    const { userId, sessionId } = actor;
    const tokens = await this.sessions.reauthenticate(manager, actor, methods);
    await this.audit.record(manager, {
      action: 'session.reauthenticate',
      actorId: userId,
      subjectId: userId,
      details: { session_id: sessionId, method: by },
      metadata,
    });
    return tokens;
  }
}

function wrongProof(method: MfaProofMethod) {
  const error =
    method === 'webauthn'
      ? { field: 'assertion', code: 'wrong_assertion', message: msg('faults.wrong_assertion') }
      : { field: 'code', code: 'wrong_code', message: msg('faults.wrong_code') };
  return problems.validation_failed({ errors: [error] });
}
