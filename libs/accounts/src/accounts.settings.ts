import { isEmailAddress, settingsPart, type SettingsOf, settingTypes } from '#platform';
import { z } from 'zod';
import { isDomain, isWebauthnOrigin, webauthnErrors } from './factors/passkeys/webauthn-settings';

const { duration, integer, list, rateLimit, retention, url } = settingTypes;
const security = 'Security';
const limits = 'Rate limits';

/** @see Fetch standard, "includes credentials" */
const hasNoUserInfo = (text: string): boolean => {
  const { username, password } = URL.canParse(text) ? new URL(text) : { username: '', password: '' };
  return username === '' && password === '';
};

const trustedDeviceTtl = z
  .string()
  .regex(/^(0|[1-9]\d{0,6}[smhd])$/, 'must be 0, or a number and a unit: 12h, 30d')
  .default('0')
  .transform((text) => (text === '0' ? 0 : duration(text).parse(text)));

/** MiB and passes of equal strength. @see OWASP Password Storage Cheat Sheet, Argon2id */
const argon2Minimums = [
  [46, 1],
  [19, 2],
  [12, 3],
  [9, 4],
  [7, 5],
] as const;

export const accountSettings = settingsPart(
  {
    PASSWORD_HASH: z.enum(['bcrypt', 'argon2id'], 'must be bcrypt or argon2id').default('bcrypt').meta({
      group: security,
      description: 'How passwords are hashed. A login re-hashes a password that is stored in another way.',
    }),
    ARGON2_MEMORY: integer(1, 256, 19).meta({
      group: security,
      description:
        'MiB of memory for a hash by `argon2id`; each core makes one hash at a time. A login re-hashes a password stored ' +
        'with another amount.',
    }),
    ARGON2_PASSES: integer(1, 32, 2).meta({
      group: security,
      description: 'Passes of `argon2id` over its memory. A login re-hashes a password stored with another number.',
    }),
    BCRYPT_COST: integer(4, 16, 12).meta({
      group: security,
      description:
        'Cost of a password hash (at least 10 in production). A login re-hashes a password stored at another cost.',
    }),
    CHALLENGE_PROVIDER: z
      .union([z.enum(['none', 'altcha']), url(['http:', 'https:'], 'https://captcha.example.com/verify')])
      .refine(hasNoUserInfo, 'must have no user name and password; `fetch` refuses such a URL')
      .default('none')
      .meta({
        group: security,
        description:
          'What a sign-in must solve when the limits of wrong passwords are half used: `none`, `altcha` (proof of work by this ' +
          'service), or the URL of your own verifier.',
      }),
    CHALLENGE_COST: integer(1, 1_000_000, 5000).meta({
      group: security,
      description: 'Iterations of PBKDF2 in each of about 256 tries of an `altcha` challenge.',
    }),
    BOOTSTRAP_ADMIN_EMAIL: z.string().refine(isEmailAddress, 'must be an e-mail address').optional().meta({
      group: security,
      description: 'With the password below: makes the first owner at start, once.',
      shown: 'none',
      example: 'admin@example.com',
    }),
    BOOTSTRAP_ADMIN_PASSWORD: z
      .string()
      .min(8, 'must have at least 8 characters')
      .optional()
      .meta({ secret: true, group: security, description: 'Password of the first owner.', shown: 'none', example: '' }),
    MFA_ISSUER: z
      .string()
      .regex(/^[^:]{1,64}$/, 'must be 1 to 64 characters without a colon')
      .default('CollabSphere')
      .meta({ group: security, description: 'The name that authenticator apps show for this service.' }),
    MFA_TRUSTED_DEVICE_TTL: trustedDeviceTtl.meta({
      group: security,
      description:
        'How long a device that the user trusts needs no second factor for a login, such as 30d; 0 is never. Roles that ' +
        'require a second factor always need it.',
      shown: '0',
      example: '30d',
    }),
    WEBAUTHN_RP_ID: z
      .string()
      .refine(isDomain, 'must be a domain, like example.com')
      .optional()
      .meta({
        group: security,
        description:
          'The domain that passkeys are made for. It can be a parent domain of `PUBLIC_URL`. After a change the passkeys of ' +
          'before are of no use.',
        shown: 'the host of PUBLIC_URL',
        example: 'example.com',
      }),
    WEBAUTHN_ORIGINS: list
      .pipe(z.array(z.string().refine(isWebauthnOrigin, 'must be origins, like https://app.example.com')))
      .default([])
      .meta({
        group: security,
        description:
          'Where passkeys may be used: exact origins of pages, with the port, or `android:apk-key-hash:…` of an app; ' +
          'comma-separated.',
        shown: 'PUBLIC_URL and FRONTEND_URL',
        example: 'https://app.example.com,https://auth.example.com',
      }),
    RATE_LIMIT_REGISTER: rateLimit('20/1h').meta({ group: limits, description: 'Registrations from one IP.' }),
    RATE_LIMIT_LOGIN: rateLimit('100/15m').meta({ group: limits, description: 'Logins from one IP.' }),
    RATE_LIMIT_PASSKEY_CHALLENGES: rateLimit('300/15m').meta({
      group: limits,
      description: 'Challenges for passkeys from one IP. A sign-in page with autofill asks for one when it opens.',
    }),
    RATE_LIMIT_LOGIN_FAILURES: rateLimit('10/15m').meta({
      group: limits,
      description:
        'Wrong passwords for one account without a wait: from each known device or network, and from all strangers together. ' +
        'Then each waits twice as long as the one before, up to the window.',
    }),
    RATE_LIMIT_LOGIN_FAILURES_DAILY: rateLimit('100/24h').meta({
      group: limits,
      description: 'Wrong passwords for one account in all, counted in the same way.',
    }),
    RATE_LIMIT_LOGIN_SPRAY: rateLimit('150/24h').meta({
      group: limits,
      description:
        'Accounts for which strangers in one network (IPv4 /24, IPv6 /64) may send wrong passwords; waits begin after a fifth.',
    }),
    RATE_LIMIT_MFA_FAILURES: rateLimit('20/1h').meta({
      group: limits,
      description: 'Wrong codes of second factors for one account, by those who know the password.',
    }),
    RATE_LIMIT_MFA_FAILURES_DAY: rateLimit('100/1d').meta({
      group: limits,
      description: 'The same over a longer time. A reset of the password does not forgive these.',
    }),
    RATE_LIMIT_MAIL: rateLimit('20/1h').meta({
      group: limits,
      description: 'Mails (forgotten password, verification) asked for from one IP.',
    }),
    RATE_LIMIT_MAIL_ACCOUNT: rateLimit('5/1h').meta({
      group: limits,
      description: 'Mails of one kind (forgotten password, verification, change of address) asked for one account.',
    }),
    RATE_LIMIT_TOKEN: rateLimit('100/15m').meta({ group: limits, description: 'Tokens from mails tried from one IP.' }),
    RATE_LIMIT_REFRESH: rateLimit('600/15m').meta({ group: limits, description: 'Refreshes from one IP.' }),
    RATE_LIMIT_UPLOAD: rateLimit('30/1h').meta({ group: limits, description: 'Avatars that one user uploads.' }),
    RATE_LIMIT_EXPORT: rateLimit('30/1h').meta({ group: limits, description: 'Exports of one account.' }),
    RETENTION_UNVERIFIED_ACCOUNTS: retention('30d').meta({
      group: 'Retention',
      description:
        'Accounts whose e-mail address was never verified are deleted after this time without activity. `off` keeps them.',
    }),
  },
  {
    check: ({ BOOTSTRAP_ADMIN_EMAIL, BOOTSTRAP_ADMIN_PASSWORD, ...settings }) => [
      ...(!BOOTSTRAP_ADMIN_EMAIL === !BOOTSTRAP_ADMIN_PASSWORD
        ? []
        : ['BOOTSTRAP_ADMIN_EMAIL: goes with BOOTSTRAP_ADMIN_PASSWORD; set both or none']),
      ...webauthnErrors(settings),
    ],
    production: [
      ['BCRYPT_COST', 'must be at least 10', ({ BCRYPT_COST }) => BCRYPT_COST >= 10],
      [
        'ARGON2_MEMORY',
        'must go with ARGON2_PASSES as one of 46 and 1, 19 and 2, 12 and 3, 9 and 4, 7 and 5, or more',
        ({ ARGON2_MEMORY, ARGON2_PASSES }) =>
          argon2Minimums.some(([memory, passes]) => ARGON2_MEMORY >= memory && ARGON2_PASSES >= passes),
      ],
      [
        'WEBAUTHN_ORIGINS',
        'must all be https',
        ({ WEBAUTHN_ORIGINS }) => WEBAUTHN_ORIGINS.every((allowed) => !allowed.startsWith('http:')),
      ],
    ],
  },
);

declare module '#platform' {
  interface Settings extends SettingsOf<typeof accountSettings> {}
}
