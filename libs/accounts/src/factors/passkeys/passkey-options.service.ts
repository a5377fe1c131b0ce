import type { User } from '#users';
import { Injectable } from '@nestjs/common';
import type {
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { EntityManager } from 'typeorm';
import { PASSKEY_CHALLENGE_TTL } from './passkey-challenge.entity';
import type { Passkey } from './passkey.entity';
import { PasskeysRepository } from './passkeys.repository';
import { RelyingParty } from './relying-party';
import { userHandleOf } from './user-handle';
import { loadWebauthn } from './webauthn-library';
import { ALGORITHMS } from './webauthn-responses';

const timeout = PASSKEY_CHALLENGE_TTL * 1000;

/** What browsers need for `navigator.credentials.get()` and `.create()`, each with a new challenge. */
@Injectable()
export class PasskeyOptions {
  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly relyingParty: RelyingParty,
  ) {}

  /** For whichever account the user chooses. The passkey is the only factor, so it must verify its user. */
  async forSignIn(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { generateAuthenticationOptions } = await loadWebauthn();
    const userVerification = 'required' as const;
    return generateAuthenticationOptions({
      rpID: this.relyingParty.id,
      allowCredentials: [],
      userVerification,
      timeout,
    });
  }

  /** For a second factor of this user. */
  async forUser(manager: EntityManager, userId: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const { generateAuthenticationOptions } = await loadWebauthn();
    return generateAuthenticationOptions({
      rpID: this.relyingParty.id,
      allowCredentials: (await this.passkeys.list(userId, manager)).map(describe),
      userVerification: 'preferred',
      timeout,
    });
  }

  async forRegistration({ id, email, fullName }: User): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { generateRegistrationOptions } = await loadWebauthn();
    return generateRegistrationOptions({
      rpName: this.relyingParty.name,
      rpID: this.relyingParty.id,
      userID: new Uint8Array(userHandleOf(id)),
      userName: email,
      userDisplayName: fullName,
      attestationType: 'none',
      excludeCredentials: (await this.passkeys.list(id)).map(describe),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
      timeout,
    });
  }
}

const describe = ({ credentialId, transports }: Passkey) => ({
  id: credentialId.toString('base64url'),
  ...(transports.length > 0 && { transports: transports as AuthenticatorTransport[] }),
});
