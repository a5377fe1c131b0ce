import { SigningKeysService } from '#sessions';
import type { TestApp } from './test-app';
import { claimsOf, headerOf, jwt } from './jwt';

/**
 * The same token as if it had been issued some seconds ago, to live so many seconds, by the key that signs now: what
 * would otherwise have to be waited for.
 */
export function backdatedToken(t: TestApp, token: string, age: number, life: number): string {
  const { kid, key } = t.app.get(SigningKeysService).currentSigner();
  const iat = Math.floor(Date.now() / 1000) - age;
  return jwt({ ...headerOf(token), kid }, { ...claimsOf(token), iat, exp: iat + life }, key);
}
