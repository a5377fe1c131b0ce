import { problems, type RequestMetadata, msg } from '#platform';
import { type Actor, TransactionAuthorizer } from '#sessions';
import { type Credentials, UserCredentialsService, userProblems } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { PasswordHasher } from '../passwords/password-hasher';
import { SignInThrottle } from '../sign-in/sign-in-throttle.service';

/**
 * That the caller knows the password, before something that a stolen session must not do. It takes two steps, since a
 * hash takes longer than a row may be locked: `verify` first, and `lockAndReverify` inside the transaction of the act.
 */
@Injectable()
export class PasswordProofService {
  constructor(
    private readonly credentials: UserCredentialsService,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly hasher: PasswordHasher,
    private readonly throttle: SignInThrottle,
  ) {}

  /** @throws {Problem} 400 `validation_failed` with `wrong_password`, 404 `user_not_found`, 429 `too_many_attempts` */
  async verify(actor: Actor, password: string, field: string, { ip }: RequestMetadata): Promise<Credentials> {
    const credentials = await this.credentials.findById(actor.userId);
    if (!credentials) throw userProblems.user_not_found();
    const { ok } = await this.throttle.attemptOfSession(
      credentials,
      { sessionId: actor.sessionId, ip },
      () => this.hasher.verify(password, credentials.passwordHash),
      (found) => found.ok,
    );
    if (!ok)
      throw problems.validation_failed({
        errors: [{ field, code: 'wrong_password', message: msg('faults.wrong_password') }],
      });
    return credentials;
  }

  /**
   * Locks the user's row; the first statement of the act.
   * @throws {Problem} 401 `invalid_token` where the session has ended, 409 `password_changed_meanwhile`
   */
  async lockAndReverify(manager: EntityManager, actor: Actor, credentials: Credentials): Promise<void> {
    await this.transactionAuthorizer.lockAndVerify(manager, actor);
    if (!(await this.credentials.areCurrent(manager, credentials))) throw accountProblems.password_changed_meanwhile();
  }
}
