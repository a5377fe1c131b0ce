import { settingsPart, type SettingsOf, settingTypes } from '#platform';

const group = 'Rate limits';

export const serviceClientSettings = settingsPart({
  RATE_LIMIT_OAUTH: settingTypes.rateLimit('600/15m').meta({
    group,
    description: 'Tokens asked for or revoked by services (`/oauth/token`, `/oauth/revoke`) from one IP.',
  }),
  RATE_LIMIT_OAUTH_FAILURES: settingTypes.rateLimit('60/15m').meta({
    group,
    description: 'Wrong secrets sent for one service. The right one is never refused.',
  }),
});

declare module '#platform' {
  interface Settings extends SettingsOf<typeof serviceClientSettings> {}
}
