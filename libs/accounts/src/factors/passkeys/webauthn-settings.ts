import { isIPv4 } from 'node:net';
import { toAsciiDomain } from '#platform';

interface WebauthnSettings {
  PUBLIC_URL?: string;
  FRONTEND_URL?: string;
  WEBAUTHN_RP_ID?: string;
  WEBAUTHN_ORIGINS: readonly string[];
}

/** Of a page, or the signing key of an Android app. */
const ANDROID_ORIGIN = /^android:apk-key-hash:[\w-]{43}$/;
/** @see RFC 1035 §2.3.4 */
const MAX_DOMAIN_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;

export const isWebOrigin = (origin: string): boolean => /^https?:/.test(origin);
export const isWebauthnOrigin = (text: string): boolean =>
  ANDROID_ORIGIN.test(text) || (isWebOrigin(text) && URL.canParse(text) && new URL(text).origin === text);

/** @see WebAuthn Level 3 §4 "RP ID": a domain in lower case, never an IP address */
export const isDomain = (text: string): boolean =>
  toAsciiDomain(text) === text && !isIPv4(text) && text.length <= MAX_DOMAIN_LENGTH && text.split('.').every(isLabel);

const isLabel = (label: string) => label.length <= MAX_LABEL_LENGTH && !label.startsWith('-') && !label.endsWith('-');

/** The settings with their defaults. */
export function relyingPartyOf(settings: WebauthnSettings): { id: string; origins: string[] } {
  const { PUBLIC_URL = 'http://localhost', FRONTEND_URL = PUBLIC_URL, WEBAUTHN_RP_ID, WEBAUTHN_ORIGINS } = settings;
  const defaults = [PUBLIC_URL, FRONTEND_URL].map((url) => new URL(url).origin);
  return {
    id: WEBAUTHN_RP_ID ?? new URL(PUBLIC_URL).hostname,
    origins: WEBAUTHN_ORIGINS.length > 0 ? [...WEBAUTHN_ORIGINS] : [...new Set(defaults)],
  };
}

/** Without such an origin no browser would use the RP ID. @see WebAuthn Level 3 §5.11: related origins need one, too */
function hasOriginOfRelyingParty(settings: WebauthnSettings): boolean {
  const { id, origins } = relyingPartyOf(settings);
  const hosts = origins.filter(isWebOrigin).map((origin) => new URL(origin).hostname);
  return hosts.length === 0 || hosts.some((host) => host === id || host.endsWith(`.${id}`));
}

/** @returns errors as `NAME: rule` */
export function webauthnErrors(settings: WebauthnSettings): string[] {
  return hasOriginOfRelyingParty(settings)
    ? []
    : ['WEBAUTHN_RP_ID: must be the host of one of WEBAUTHN_ORIGINS, or a parent domain of it'];
}
