/** Every mail, with the variables of its template in `templates/`. */
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
  'mfa-enabled': { name: string; factor: string; when: string };
  'mfa-disabled': { name: string; factor: string; when: string; consequence: string };
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

export const mailSubjects: Record<MailTemplateName, string> = {
  'verify-email': 'Verify your e-mail address',
  'reset-password': 'Choose a new password',
  'confirm-email': 'Confirm your new e-mail address',
  'password-changed': 'Your password was changed',
  'email-change-requested': 'A change of your e-mail address was asked for',
  'email-changed': 'Your e-mail address was changed',
  'session-reuse': 'We signed one of your devices out',
  'account-deleted': 'Your account was deleted',
  'new-device': 'A new device signed in to your account',
  'mfa-enabled': 'A second factor was added to your account',
  'mfa-disabled': 'A second factor was removed from your account',
  'mfa-reset-by-admin': 'An administrator removed your second factors',
  'recovery-code-used': 'One of your recovery codes was used',
  'recovery-codes-low': 'You have few recovery codes left',
  'recovery-codes-renewed': 'You have new recovery codes',
  'passkey-cloned': 'One of your passkeys may have been copied',
  invitation: 'You are invited to CollabSphere',
  'address-in-use': 'Your e-mail address was entered for another account',
  notification: 'You have a notification',
};
