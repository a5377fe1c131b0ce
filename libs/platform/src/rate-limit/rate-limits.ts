import type { Settings } from '../settings/settings';
import type { RateLimitSetting } from '../settings/setting-types';

const PREFIX = 'RATE_LIMIT_';

/** Each limit is a setting: `login` is `RATE_LIMIT_LOGIN`. */
export type RateLimitName = {
  [Name in keyof Settings]-?: Settings[Name] extends RateLimitSetting
    ? Name extends `${typeof PREFIX}${infer Limit}`
      ? Lowercase<Limit>
      : never
    : never;
}[keyof Settings];

/** The names of all limits in the settings. */
export function rateLimitNames(settings: Settings): RateLimitName[] {
  return Object.entries(settings)
    .filter(([name, value]) => name.startsWith(PREFIX) && typeof value === 'object')
    .map(([name]) => name.slice(PREFIX.length).toLowerCase() as RateLimitName);
}

export function limitOf(settings: Settings, name: RateLimitName): { limit: number; ttlMs: number } {
  const setting = `${PREFIX}${name.toUpperCase()}` as keyof Settings;
  const { limit, windowSeconds } = settings[setting] as unknown as RateLimitSetting;
  return { limit: Math.max(1, Math.floor(limit * settings.RATE_LIMIT_SCALE)), ttlMs: windowSeconds * 1000 };
}
