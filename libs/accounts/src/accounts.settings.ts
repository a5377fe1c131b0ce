import { isEmailAddress, settingsPart, type SettingsOf, settingTypes } from '#platform';
import { z } from 'zod';

const { integer, rateLimit, retention } = settingTypes;
const security = 'Security';
const limits = 'Rate limits';

export const accountSettings = settingsPart(
  {
    BCRYPT_COST: integer(4, 16, 12).meta({
      group: security,
      description:
        'Cost of a password hash (at least 10 in production). A login re-hashes a password stored at another cost.',
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
      .meta({ group: security, description: 'Password of the first owner.', shown: 'none', example: '' }),
    RATE_LIMIT_REGISTER: rateLimit('20/1h').meta({ group: limits, description: 'Registrations from one IP.' }),
    RATE_LIMIT_LOGIN: rateLimit('100/15m').meta({ group: limits, description: 'Logins from one IP.' }),
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
    RETENTION_UNVERIFIED_ACCOUNTS: retention('30d').meta({
      group: 'Retention',
      description:
        'Accounts whose e-mail address was never verified are deleted after this time without activity. `off` keeps them.',
    }),
  },
  {
    check: ({ BOOTSTRAP_ADMIN_EMAIL, BOOTSTRAP_ADMIN_PASSWORD }) =>
      !BOOTSTRAP_ADMIN_EMAIL === !BOOTSTRAP_ADMIN_PASSWORD
        ? []
        : ['BOOTSTRAP_ADMIN_EMAIL: goes with BOOTSTRAP_ADMIN_PASSWORD; set both or none'],
    production: [['BCRYPT_COST', 'must be at least 10', ({ BCRYPT_COST }) => BCRYPT_COST >= 10]],
  },
);

declare module '#platform' {
  interface Settings extends SettingsOf<typeof accountSettings> {}
}
