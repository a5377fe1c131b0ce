import type { brandSettings } from '../branding/brand.settings';
import type { languageSettings } from '../i18n/language.settings';
import type { rateLimitSettings } from './rate-limit.settings';
import type { securitySettings } from './security.settings';
import type { serviceSettings } from './service.settings';
import type { SettingsOf } from './settings-part';
import type { storageSettings } from './storage.settings';
import type { telemetrySettings } from '../telemetry/telemetry.settings';

/** Defaults that depend on other settings are filled in by `loadSettings`. */
interface DerivedDefaults {
  PUBLIC_URL: string;
  FRONTEND_URL: string;
  SECRET_KEY: string;
  DOCS_ENABLED: boolean;
}

type PlatformSettings = Omit<
  SettingsOf<typeof serviceSettings> &
    SettingsOf<typeof storageSettings> &
    SettingsOf<typeof telemetrySettings> &
    SettingsOf<typeof securitySettings> &
    SettingsOf<typeof rateLimitSettings> &
    SettingsOf<typeof languageSettings> &
    SettingsOf<typeof brandSettings>,
  keyof DerivedDefaults
>;

/** Other modules add their settings by declaration merging: `declare module '#platform' { interface Settings … }`. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface Settings extends PlatformSettings, DerivedDefaults {}
/** All settings of the service, and their injection token. Durations are seconds. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Settings {}
