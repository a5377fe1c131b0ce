import { settingsPart, type SettingsOf, settingTypes } from '#platform';
import { z } from 'zod';

const { boolean, duration, list, origin } = settingTypes;
const group = 'Security';

/**
 * Seconds. Data that must outlive every access token (revocations, retired keys) is kept for this long, whatever
 * `ACCESS_TOKEN_TTL` is.
 */
export const MAX_ACCESS_TOKEN_TTL = 86_400;

/** A network is known for 30 days after a sign-in from it: see `hasSignedInFromSql`. */
const MIN_RETENTION_SESSIONS = 30 * 86_400;

export const sessionSettings = settingsPart(
  {
    PUSH_TRUSTED_ORIGINS: list.pipe(z.array(origin)).default([]).meta({
      group: 'Push',
      description:
        'Web Push services inside your own network: exact, comma-separated. All others must be https on a public address.',
      example: 'https://push.example.internal',
    }),
    ACCESS_TOKEN_TTL: duration('10m')
      .refine((seconds) => seconds <= MAX_ACCESS_TOKEN_TTL, 'must be at most 24h')
      .meta({
        group,
        description:
          'Lifetime of an access token, at most 24h (1h in production). A shorter value also applies to tokens that were issued before.',
      }),
    REFRESH_TOKEN_TTL: duration('30d').meta({
      group,
      description: 'A session ends when it has not been refreshed for this long.',
    }),
    SESSION_TTL: duration('180d').meta({
      group,
      description: 'A session ends at this age, however often it was refreshed.',
    }),
    STEP_UP_MAX_AGE: duration('15m').meta({
      group,
      description: 'How recent an authentication must be for the calls that require a recent one.',
    }),
    ADMIN_STEP_UP: boolean(false).meta({
      group,
      description: 'Whether every change that requires a permission requires a recent authentication too.',
      example: 'true',
    }),
    RETENTION_SESSIONS: duration('30d')
      .refine((seconds) => seconds >= MIN_RETENTION_SESSIONS, 'must be at least 30d')
      .meta({
        group: 'Retention',
        description:
          'Sessions are deleted this long after their end. At least 30d: known devices and networks are found in them.',
      }),
  },
  {
    check: ({ SESSION_TTL, REFRESH_TOKEN_TTL }) =>
      SESSION_TTL < REFRESH_TOKEN_TTL ? ['SESSION_TTL: must not be shorter than REFRESH_TOKEN_TTL'] : [],
    production: [
      [
        'PUSH_TRUSTED_ORIGINS',
        'must all be https',
        ({ PUSH_TRUSTED_ORIGINS }) => PUSH_TRUSTED_ORIGINS.every((trusted) => trusted.startsWith('https:')),
      ],
      ['ACCESS_TOKEN_TTL', 'must be at most 1h', ({ ACCESS_TOKEN_TTL }) => ACCESS_TOKEN_TTL <= 3600],
    ],
  },
);

declare module '#platform' {
  interface Settings extends SettingsOf<typeof sessionSettings> {}
}
