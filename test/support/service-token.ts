import { randomUUID } from 'node:crypto';
import { DEFAULT_AUDIENCE } from '#auth';
import { SigningKeys } from '#sessions';
import { jwt } from './jwt';
import type { TestApp } from './test-app';

/** A service's access token, as `POST /oauth/token` would give it. */
export function serviceToken(
  { app, url }: TestApp,
  scopes: string[],
  { clientId = String(randomUUID()), ttl = 600 } = {},
): string {
  const { kid, key } = app.get(SigningKeys).current();
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: url, aud: DEFAULT_AUDIENCE, sub: clientId, client_id: clientId, jti: randomUUID() };
  return jwt(
    { alg: 'ES256', typ: 'at+jwt', kid },
    { ...claims, scope: scopes.join(' '), iat: now, exp: now + ttl },
    key,
  );
}
