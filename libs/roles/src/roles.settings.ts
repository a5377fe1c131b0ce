import { settingsPart, type SettingsOf } from '#platform';
import { z } from 'zod';

export const roleSettings = settingsPart({
  DEFAULT_ROLE: z.string().min(1).default('user').meta({ group: 'Security', description: 'Role of a new account.' }),
});

declare module '#platform' {
  interface Settings extends SettingsOf<typeof roleSettings> {}
}
