import { settingsPart, type SettingsOf, settingTypes } from '#platform';

export const userSettings = settingsPart({
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
