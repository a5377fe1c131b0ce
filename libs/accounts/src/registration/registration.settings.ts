import { settingsPart, type SettingsOf, settingTypes } from '#platform';
import { z } from 'zod';
import { parseDomainPattern } from '../email/mail-domain.pattern';

const { duration, list, rateLimit } = settingTypes;
const group = 'Registration';
const limits = 'Rate limits';

const domainPattern = z.string().transform((text, context) => {
  const pattern = parseDomainPattern(text);
  if (pattern !== undefined) return pattern;
  context.addIssue({ code: 'custom', message: 'must be domains like example.com or *.example.com, comma-separated' });
  return z.NEVER;
});
const domains = () => list.pipe(z.array(domainPattern)).default([]);

export const registrationSettings = settingsPart({
  REGISTRATION: z
    .enum(['open', 'invite', 'closed'])
    .default('open')
    .meta({
      group,
      description:
        'Who may register: `open` for everyone, `invite` with an invitation only, `closed` for no one. ' +
        '`create-owner` and `BOOTSTRAP_ADMIN_EMAIL` always work.',
    }),
  REGISTRATION_PRIVACY: z
    .enum(['open', 'strict'])
    .default('open')
    .meta({
      group,
      description:
        'With `strict`, registration does not disclose whether an e-mail address has an account: it always answers 202 ' +
        'without tokens. With `open` a taken address is answered 409.',
    }),
  INVITATION_TTL: duration('7d').meta({ group, description: 'How long an invitation is valid.' }),
  ALLOWED_MAIL_DOMAINS: domains().meta({
    group,
    description:
      'If set, new e-mail addresses must have one of these domains, comma-separated: `example.com` is that domain ' +
      'alone, `*.example.com` every subdomain of it.',
    example: 'example.com,*.example.com',
  }),
  BLOCKED_MAIL_DOMAINS: domains().meta({
    group,
    description: 'Domains that new e-mail addresses must not have, in the same form. They win over the allowed ones.',
    example: 'throwaway.test,*.throwaway.test',
  }),
  RATE_LIMIT_INVITATIONS: rateLimit('50/1h').meta({ group: limits, description: 'Invitations sent by one user.' }),
  RATE_LIMIT_ADDRESS_IN_USE: rateLimit('3/1d').meta({
    group: limits,
    description: 'Mails to the user of an address with which another account was to be registered (`strict`).',
  }),
});

declare module '#platform' {
  interface Settings extends SettingsOf<typeof registrationSettings> {}
}
