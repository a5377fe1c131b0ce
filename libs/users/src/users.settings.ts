import { settingsPart, type SettingsOf, settingTypes } from '#platform';

export const userSettings = settingsPart({
  RATE_LIMIT_SEARCH: settingTypes.rateLimit('3000/15m').meta({
    group: 'Rate limits',
    description: 'Pages of the list of users that one user asks for; a console searches on each key press.',
  }),
  RESERVED_USERNAMES: settingTypes.list.default([]).meta({
    group: 'Security',
    description:
      'Reserved usernames, comma-separated, besides those that are always reserved (`admin`, `support`, …). ' +
      '`create-owner` may use them.',
    example: 'acme,acme-support',
  }),
});

declare module '#platform' {
  interface Settings extends SettingsOf<typeof userSettings> {}
}
