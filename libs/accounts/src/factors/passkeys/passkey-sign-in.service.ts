import type { RequestMetadata } from '#platform';
import type { CreatedSession } from '#sessions';
import { ActivityCounter } from '#statistics';
import { type Credentials, UserCredentialsService } from '#users';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SignInResultDto } from '../../accounts.dto';
import { toDevice } from '../../sign-in/device.fields';
import { SessionStarter } from '../../sign-in/session-starter';
import { assertMaySignIn } from '../../sign-in/sign-in.policy';
import { type CheckedAssertion, PasskeyAssertions } from './passkey-assertions.service';
import { PasskeyChallenges } from './passkey-challenges.service';
import type { PasskeyLogin } from './passkey.dto';
import { passkeyProblems } from './passkeys.errors';
import { WebauthnRefusal } from './webauthn-responses';

/** The credentials or the account have changed since they were read, or the session, or that the passkey is refused. */
type Outcome = CreatedSession | 'changed' | 'refused';

/** Sign-in with a passkey alone: something the user has, unlocked by something they know or are. */
@Injectable()
export class PasskeySignInService {
  private readonly logger = new Logger('PasskeySignIn');

  constructor(
    private readonly database: DataSource,
    private readonly challenges: PasskeyChallenges,
    private readonly assertions: PasskeyAssertions,
    private readonly credentials: UserCredentialsService,
    private readonly starter: SessionStarter,
    private readonly activity: ActivityCounter,
  ) {}

  /**
   * All failures of the proof are alike. Whether the account may sign in is answered after it.
   * @throws {Problem} 401 `invalid_passkey`, 403 as a login
   */
  async signIn(login: PasskeyLogin, metadata: RequestMetadata): Promise<SignInResultDto> {
    const checked = await this.check(login, metadata);
    let credentials = await this.findCredentials(checked, metadata);
    let outcome = await this.start(credentials, { checked, login }, metadata);
    if (outcome === 'changed') {
      credentials = await this.findCredentials(checked, metadata);
      outcome = await this.start(credentials, { checked, login }, metadata);
    }
    if (typeof outcome === 'string') throw this.refuse(outcome, metadata, checked.passkey.userId);
    return this.starter.answer(credentials, outcome);
  }

  private async check({ challenge_id, assertion }: PasskeyLogin, metadata: RequestMetadata): Promise<CheckedAssertion> {
    const taken = await this.challenges.take(challenge_id, 'assertion');
    if (!taken) throw this.refuse('the challenge is void', metadata);
    try {
      return await this.assertions.check(assertion, { challenge: taken.challenge, requireUserVerification: true });
    } catch (error) {
      throw error instanceof WebauthnRefusal ? this.refuse(error.message, metadata) : error;
    }
  }

  private async findCredentials(
    { passkey: { userId } }: CheckedAssertion,
    metadata: RequestMetadata,
  ): Promise<Credentials> {
    const credentials = await this.credentials.findById(userId);
    if (!credentials) throw this.refuse('the account was deleted', metadata, userId);
    assertMaySignIn(credentials.user);
    return credentials;
  }

  /** A refusal commits: it may have reported a copied key. */
  private start(
    credentials: Credentials,
    { checked, login }: { checked: CheckedAssertion; login: PasskeyLogin },
    metadata: RequestMetadata,
  ): Promise<Outcome> {
    const device = toDevice(login);
    return this.database.transaction(async (manager) => {
      const pushToken = device.push?.token;
      if (!(await this.credentials.lockForSignIn(manager, credentials, { pushToken }))) return 'changed';
      const methods = await this.assertions.accept(manager, checked);
      if (!methods) return 'refused';
      const details = { passkey_id: checked.passkey.id };
      return this.starter.start(manager, { credentials, device, methods, details }, metadata);
    });
  }

  private refuse(reason: string, { ip, requestId }: RequestMetadata, userId?: string): Error {
    this.activity.count('sign_in_failures');
    this.logger.warn({ event: 'passkey_login_failed', reason, user_id: userId ?? null, ip, request_id: requestId });
    return passkeyProblems.invalid_passkey();
  }
}
