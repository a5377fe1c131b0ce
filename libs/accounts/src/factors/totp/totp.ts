import { Secret, TOTP } from 'otpauth';

/** What every authenticator app supports. @see RFC 6238 §4 */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 };
/** Steps before and after the present one: the clock of a phone may be 30 s off. @see RFC 6238 §5.2 */
const WINDOW = 1;
/** 160 bits, the length of the hash. @see RFC 4226 §4 */
const SECRET_BYTES = 20;

export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address that authenticator apps read. */
export function totpUri(secret: string, { issuer, account }: { issuer: string; account: string }): string {
  return new TOTP({ ...PARAMETERS, secret, issuer, label: account }).toString();
}

/**
 * @param now milliseconds since 1970
 * @returns the time step that the code is of, `undefined` where it is of none that is accepted now
 */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = new TOTP({ ...PARAMETERS, secret }).validate({ token, window: WINDOW, timestamp: now });
  return delta === null ? undefined : Math.floor(now / 1000 / PARAMETERS.period) + delta;
}
