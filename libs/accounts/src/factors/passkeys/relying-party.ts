import { Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { isWebOrigin, relyingPartyOf } from './webauthn-settings';

/** Whom passkeys are made for, and on which sites they may be used. @see WebAuthn Level 3 §5.1.2 */
@Injectable()
export class RelyingParty {
  /** A domain. */
  readonly id: string;
  readonly name: string;
  readonly origins: readonly string[];

  constructor(settings: Settings) {
    const { id, origins } = relyingPartyOf(settings);
    this.id = id;
    this.name = settings.MFA_ISSUER;
    this.origins = origins;
  }

  get webOrigins(): string[] {
    return this.origins.filter(isWebOrigin);
  }
}
