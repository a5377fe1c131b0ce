import type { AuthenticationMethod } from '#auth';
import { problems } from '#platform';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MfaMethodOptions, MfaMethodVerifier, MfaProof } from '../mfa-method-verifier';
import { type CheckedAssertion, PasskeyAssertions } from './passkey-assertions.service';
import { PasskeyOptions } from './passkey-options.service';
import { WebauthnRefusal } from './webauthn-responses';

/** A passkey after the password, or for a session that authenticates again. */
@Injectable()
export class PasskeyVerifier implements MfaMethodVerifier {
  readonly method = 'webauthn';
  readonly isUnguessable = true;
  private readonly logger = new Logger('Passkeys');

  constructor(
    private readonly options: PasskeyOptions,
    private readonly assertions: PasskeyAssertions,
  ) {}

  async verify(
    manager: EntityManager,
    userId: string,
    { assertion, challenge }: MfaProof,
  ): Promise<AuthenticationMethod[] | undefined> {
    if (!assertion || !challenge) return undefined;
    const checked = await this.check(manager, userId, { assertion, challenge });
    return checked && this.assertions.accept(manager, checked);
  }

  /** @throws {Problem} 404 `not_found` where there are no passkeys */
  async prepare(manager: EntityManager, userId: string): Promise<MfaMethodOptions> {
    const options = await this.options.forUser(manager, userId);
    if (options.allowCredentials?.length === 0) throw problems.not_found();
    return { challenge: options.challenge, members: { webauthn_options: options } };
  }

  private async check(
    manager: EntityManager,
    userId: string,
    { assertion, challenge }: { assertion: object; challenge: string },
  ): Promise<CheckedAssertion | undefined> {
    try {
      // The password is the other factor, so that a key which can't verify its user is enough.
      const expected = { challenge, userId, requireUserVerification: false };
      return await this.assertions.check(assertion, expected, manager);
    } catch (error) {
      if (!(error instanceof WebauthnRefusal)) throw error;
      this.logger.warn({ event: 'passkey_refused', user_id: userId, reason: error.message });
      return undefined;
    }
  }
}
