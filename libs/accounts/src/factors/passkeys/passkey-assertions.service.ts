import type { AuthenticationMethod } from '#auth';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PasskeyAlerts } from './passkey-alerts';
import type { Passkey } from './passkey.entity';
import { PasskeysRepository } from './passkeys.repository';
import { RelyingParty } from './relying-party';
import { userHandleOf } from './user-handle';
import {
  credentialIdOf,
  userHandleIn,
  type VerifiedAssertion,
  verifyAssertion,
  WebauthnRefusal,
} from './webauthn-responses';

interface ExpectedAssertion {
  challenge: string;
  /** Of the account whose passkey it must be; without it the assertion must name the account. */
  userId?: string;
  requireUserVerification: boolean;
}

/** An assertion whose signature is right. */
export interface CheckedAssertion extends VerifiedAssertion {
  passkey: Passkey;
}

/** Verifies that a passkey of a user has signed a challenge. */
@Injectable()
export class PasskeyAssertions {
  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly relyingParty: RelyingParty,
    private readonly alerts: PasskeyAlerts,
  ) {}

  /** Changes nothing. @throws {WebauthnRefusal} */
  async check(assertion: object, expected: ExpectedAssertion, manager?: EntityManager): Promise<CheckedAssertion> {
    const credentialId = credentialIdOf(assertion);
    const passkey = credentialId && (await this.passkeys.findByCredentialId(credentialId, manager));
    if (!passkey) throw new WebauthnRefusal('the credential is unknown');
    assertIsOfUser(assertion, passkey, expected.userId);
    const verified = await verifyAssertion(assertion, passkey, { ...expected, relyingParty: this.relyingParty });
    return { ...verified, passkey };
  }

  /**
   * Stores the counter. The caller has locked the user's row, and commits also where this returns nothing: a counter that
   * has not increased is reported.
   * @returns how the user has authenticated
   */
  async accept(manager: EntityManager, checked: CheckedAssertion): Promise<AuthenticationMethod[] | undefined> {
    const { passkey, userVerified } = checked;
    if (!(await this.passkeys.use(manager, passkey.id, checked))) {
      // Not where it was removed between the check and the lock.
      if (await this.passkeys.exists(manager, passkey.id)) await this.alerts.possibleClone(manager, checked);
      return undefined;
    }
    const key = passkey.backupEligible ? 'swk' : 'hwk';
    return userVerified ? [key, 'user'] : [key];
  }
}

/** @see WebAuthn Level 3 §7.2 step 6 */
function assertIsOfUser(assertion: object, passkey: Passkey, userId: string | undefined): void {
  const handle = userHandleIn(assertion);
  if (handle ? !handle.equals(userHandleOf(passkey.userId)) : userId === undefined)
    throw new WebauthnRefusal('the user handle is not of the credential');
  if (userId !== undefined && passkey.userId !== userId)
    throw new WebauthnRefusal('the credential is of another account');
}
