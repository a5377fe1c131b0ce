import type { Settings } from '../settings/settings';

/** The origins whose pages may use their visitors' browsers here. */
export function browserOrigins({ CORS_ORIGINS, PUBLIC_URL }: Settings): string[] {
  return [...CORS_ORIGINS, PUBLIC_URL];
}
