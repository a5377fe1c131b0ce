import { Settings } from '../settings/settings';

/** Each limit is a setting: `login` is `RATE_LIMIT_LOGIN`. */
export const rateLimits = {
  register: 'RATE_LIMIT_REGISTER',
  login: 'RATE_LIMIT_LOGIN',
  login_failures: 'RATE_LIMIT_LOGIN_FAILURES',
  mail: 'RATE_LIMIT_MAIL',
  mail_account: 'RATE_LIMIT_MAIL_ACCOUNT',
  token: 'RATE_LIMIT_TOKEN',
  refresh: 'RATE_LIMIT_REFRESH',
  oauth: 'RATE_LIMIT_OAUTH',
  oauth_failures: 'RATE_LIMIT_OAUTH_FAILURES',
} as const satisfies Record<string, keyof Settings>;

export type RateLimitName = keyof typeof rateLimits;

export function limitOf(settings: Settings, name: RateLimitName): { limit: number; ttlMs: number } {
  const { limit, windowSeconds } = settings[rateLimits[name]];
  return { limit: Math.max(1, Math.floor(limit * settings.RATE_LIMIT_SCALE)), ttlMs: windowSeconds * 1000 };
}
