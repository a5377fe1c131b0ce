/** The kind of a second factor, as the messages choose their words by it. */
export interface FactorVariables {
  factor: 'totp' | 'webauthn';
  /** Name of a passkey; empty for another factor. */
  passkey: string;
}

/** Every mail, with the variables of its messages. `when` and `until` are times (RFC 3339). */
export interface MailTemplates {
  'verify-email': { name: string; link: string; hours: number };
  'reset-password': { name: string; link: string; hours: number };
  'confirm-email': { name: string; link: string; hours: number };
  'password-changed': { name: string; when: string };
  'email-change-requested': { name: string; new_email: string };
  'email-changed': { name: string; when: string };
  'session-reuse': { name: string; device: string; when: string };
  'account-deleted': { name: string; when: string };
  'new-device': { name: string; device: string; ip: string; when: string; link: string };
  'mfa-enabled': FactorVariables & { name: string; when: string };
  'mfa-disabled': FactorVariables & { name: string; when: string; remaining: 'none' | 'some' };
  'mfa-reset-by-admin': { name: string; when: string };
  'recovery-code-used': { name: string; when: string; left: number };
  'recovery-codes-low': { name: string; when: string; left: number };
  'recovery-codes-renewed': { name: string; when: string };
  'passkey-cloned': { name: string; passkey: string; when: string };
  invitation: {
    name: string;
    inviter: string;
    role: string | null;
    message: string | null;
    link: string;
    until: string;
  };
  'address-in-use': { name: string; when: string };
  notification: { name: string; headline: string; body: string; unsubscribe: string };
}

export type MailTemplateName = keyof MailTemplates;
