import { accountSettings, registrationSettings } from '#accounts';
import { auditSettings } from '#audit';
import { mailSettings } from '#mail';
import * as platform from '#platform';
import { pushSettings } from '#push';
import { roleSettings } from '#roles';
import { serviceClientSettings } from '#services';
import { sessionSettings } from '#sessions';
import { userSettings } from '#users';

/** The settings of all modules, in the order in which errors are reported. */
const parts: platform.SettingsPart[] = [
  platform.securitySettings,
  platform.serviceSettings,
  platform.storageSettings,
  platform.languageSettings,
  platform.brandSettings,
  mailSettings,
  pushSettings,
  sessionSettings,
  roleSettings,
  userSettings,
  platform.rateLimitSettings,
  accountSettings,
  registrationSettings,
  auditSettings,
  serviceClientSettings,
  platform.telemetrySettings,
];

export const settingsSchema = platform.settingsSchemaOf(parts);

/**
 * The settings from the environment and from a `.env` file; the environment wins.
 * @throws {SettingsError} with every error
 */
export function loadSettings(env: NodeJS.ProcessEnv = process.env, envFile = '.env'): platform.Settings {
  return platform.loadSettings(parts, env, envFile);
}
