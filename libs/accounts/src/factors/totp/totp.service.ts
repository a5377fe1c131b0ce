import { databaseClock, msg, problems, type RequestMetadata, Settings } from '#platform';
import { type Actor, TransactionAuthorizer } from '#sessions';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { renderSVG } from 'uqr';
import { factorAdded, factorRemoved, totpFactor } from '../factor-alerts';
import { FactorChanges } from '../factor-changes.service';
import { factorProblems } from '../factors.errors';
import { MfaAttempts } from '../mfa-attempts';
import { newTotpSecret, stepOfCode, totpUri } from './totp';
import type { TotpSetupDto } from './totp.dto';
import { TotpRepository } from './totp.repository';
import type { TotpSecret } from './totp-secret.entity';

/** Sets up and removes a user's authenticator app. */
@Injectable()
export class TotpService {
  constructor(
    private readonly database: DataSource,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly users: UsersService,
    private readonly secrets: TotpRepository,
    private readonly changes: FactorChanges,
    private readonly attempts: MfaAttempts,
    private readonly settings: Settings,
  ) {}

  /** The secret is no factor until it is confirmed. @throws {Problem} 409 `totp_already_set` */
  async start(actor: Actor): Promise<TotpSetupDto> {
    const secret = newTotpSecret();
    const { email } = await this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, actor);
      if (!(await this.secrets.insertPending(manager, actor.userId, secret))) throw factorProblems.totp_already_set();
      return this.users.findById(actor.userId, manager);
    });
    const uri = totpUri(secret, { issuer: this.settings.MFA_ISSUER, account: email });
    return { secret, uri, qr_svg: renderSVG(uri) };
  }

  /**
   * The first code makes the secret a factor.
   * @returns the recovery codes that were made with the first factor
   * @throws {Problem} 400 `validation_failed` with `wrong_code`, 409 `totp_already_set`, `totp_setup_expired`, 429
   */
  async confirm(actor: Actor, code: string, metadata: RequestMetadata): Promise<string[]> {
    const pending = await this.findPending(actor.userId);
    const step = await this.attempts.attempt(
      // Not the failures of sign-ins: a session must not use these up.
      `enrolment ${actor.userId}`,
      () => Promise.resolve(stepOfCode(this.secrets.open(pending), code, databaseClock.now())),
      (found) => found !== undefined,
    );
    if (step === undefined) throw wrongCode();
    const { recoveryCodes } = await this.changes.changeOwn(actor, metadata, async (manager) => {
      if (!(await this.secrets.confirm(manager, pending, step))) throw await this.setupProblem(actor.userId, manager);
      const describe = factorAdded(totpFactor);
      return { result: undefined, action: 'mfa.totp_add', describe, proved: ['otp' as const] };
    });
    return recoveryCodes;
  }

  /** @throws {Problem} 404 `totp_not_set` */
  async remove(actor: Actor, metadata: RequestMetadata): Promise<void> {
    await this.changes.changeOwn(actor, metadata, async (manager, { id }) => {
      if (!(await this.secrets.isSet(manager, id))) throw factorProblems.totp_not_set();
      await this.secrets.removeAll(manager, id);
      return { result: undefined, action: 'mfa.totp_remove', describe: factorRemoved(totpFactor) };
    });
  }

  private async findPending(userId: string): Promise<TotpSecret> {
    const pending = await this.secrets.findPending(userId);
    if (!pending) throw await this.setupProblem(userId);
    return pending;
  }

  private async setupProblem(userId: string, manager?: EntityManager): Promise<Error> {
    const found = await this.secrets.find(userId, manager);
    return found?.confirmedAt ? factorProblems.totp_already_set() : factorProblems.totp_setup_expired();
  }
}

function wrongCode(): Error {
  return problems.validation_failed({
    errors: [{ field: 'code', code: 'wrong_code', message: msg('faults.wrong_code.app') }],
  });
}
