import { databaseClock } from '#platform';
import type { FactorVariables, MailTemplates } from '#mail';
import type { MfaMethod, User } from '#users';
import type { SecurityAlert } from '../security/security-alerts';

export type FactorMail = 'mfa-enabled' | 'mfa-disabled' | 'mfa-reset-by-admin' | 'recovery-codes-renewed';

type AlertOf<Name extends FactorMail> = Pick<SecurityAlert<Name>, 'mail' | 'notice'> & {
  variables: MailTemplates[Name];
};

export type FactorAlert = { [Name in FactorMail]: AlertOf<Name> }[FactorMail];

/** Mail and push about a change; `methods` are the factors after it. */
export type DescribeChange = (change: { user: User; methods: readonly MfaMethod[] }) => FactorAlert;

const now = () => databaseClock.date().toISOString();

export const totpFactor: FactorVariables = { factor: 'totp', passkey: '' };
export const passkeyFactor = (name: string): FactorVariables => ({ factor: 'webauthn', passkey: name });

export const factorAdded =
  (factor: FactorVariables): DescribeChange =>
  ({ user: { fullName: name } }) => ({
    mail: 'mfa-enabled',
    variables: { name, ...factor, when: now() },
    notice: { event: 'mfa_enabled', values: { ...factor } },
  });

export const factorRemoved =
  (factor: FactorVariables): DescribeChange =>
  ({ user: { fullName: name }, methods }) => ({
    mail: 'mfa-disabled',
    variables: { name, ...factor, when: now(), remaining: methods.length === 0 ? 'none' : 'some' },
    notice: { event: 'mfa_disabled', values: { ...factor } },
  });

export const factorsReset: DescribeChange = ({ user: { fullName: name } }) => ({
  mail: 'mfa-reset-by-admin',
  variables: { name, when: now() },
  notice: { event: 'mfa_reset' },
});

export const recoveryCodesRenewed: DescribeChange = ({ user: { fullName: name } }) => ({
  mail: 'recovery-codes-renewed',
  variables: { name, when: now() },
  notice: { event: 'recovery_codes_renewed' },
});
