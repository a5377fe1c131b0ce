import type { MailTemplates } from '#mail';
import type { MfaMethod, User } from '#users';
import type { SecurityAlert } from '../security/security-alerts';

export type FactorMail = 'mfa-enabled' | 'mfa-disabled' | 'mfa-reset-by-admin' | 'recovery-codes-renewed';

type AlertOf<Name extends FactorMail> = Pick<SecurityAlert<Name>, 'mail' | 'notice'> & {
  variables: MailTemplates[Name];
};

export type FactorAlert = { [Name in FactorMail]: AlertOf<Name> }[FactorMail];

/** Mail and push about a change; `methods` are the factors after it. */
export type DescribeChange = (change: { user: User; methods: readonly MfaMethod[] }) => FactorAlert;

const now = () => new Date().toUTCString();

/** @param factor in words, such as `An authenticator app` */
export const factorAdded =
  (factor: string): DescribeChange =>
  ({ user: { fullName: name } }) => ({
    mail: 'mfa-enabled',
    variables: { name, factor, when: now() },
    notice: { event: 'mfa_enabled', title: 'A second factor was added', body: `${factor}. Not you? See our mail.` },
  });

/** @param factor in words, such as `The authenticator app` */
export const factorRemoved =
  (factor: string): DescribeChange =>
  ({ user: { fullName: name }, methods }) => ({
    mail: 'mfa-disabled',
    variables: { name, factor, when: now(), consequence: consequenceOf(methods) },
    notice: { event: 'mfa_disabled', title: 'A second factor was removed', body: `${factor}. Not you? See our mail.` },
  });

export const factorsReset: DescribeChange = ({ user: { fullName: name } }) => ({
  mail: 'mfa-reset-by-admin',
  variables: { name, when: now() },
  notice: {
    event: 'mfa_reset',
    title: 'Your second factors were removed',
    body: 'An administrator removed them. Not at your request? See our mail.',
  },
});

export const recoveryCodesRenewed: DescribeChange = ({ user: { fullName: name } }) => ({
  mail: 'recovery-codes-renewed',
  variables: { name, when: now() },
  notice: {
    event: 'recovery_codes_renewed',
    title: 'You have new recovery codes',
    body: 'The old ones are void. Not you? See our mail.',
  },
});

const consequenceOf = (methods: readonly MfaMethod[]) =>
  methods.length === 0
    ? 'Your account has no second factor now: the password alone is enough.'
    : 'Your account still has another second factor.';
