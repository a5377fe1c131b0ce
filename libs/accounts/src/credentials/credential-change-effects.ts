import type { SecurityNotice } from '#push';
import type { OneTimeTokenPurpose } from '../one-time-tokens/one-time-token.entity';

export interface CredentialChangeEffect {
  /** Tokens mailed before that could undo the change, or went to an address that is no longer the user's. */
  voidedTokenPurposes: OneTimeTokenPurpose[];
  mail: 'password-changed' | 'email-changed';
  notice: SecurityNotice;
}

export const credentialChangeEffects: Record<'password' | 'email', CredentialChangeEffect> = {
  password: {
    // A link that verifies the address proves nothing about the password, so it stays valid.
    voidedTokenPurposes: ['reset_password', 'change_email'],
    mail: 'password-changed',
    notice: { event: 'password_changed' },
  },
  email: {
    voidedTokenPurposes: ['verify_email', 'reset_password', 'change_email'],
    mail: 'email-changed',
    notice: { event: 'email_changed' },
  },
};
