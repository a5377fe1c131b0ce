import { createHash, createPublicKey, verify } from 'node:crypto';
import { claimsOf, headerOf } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { anId } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('access tokens and their keys', () => {
  let t: TestApp;
  let person: TestUser;
  beforeAll(async () => {
    t = await testApp({ ACCESS_TOKEN_TTL: '5m' });
    person = await t.as.verifiedUser();
  });
  afterAll(() => t.close());

  const keys = async () => (await t.http.get('/.well-known/jwks.json')).body.keys;

  it('say what RFC 9068 asks for, and what the service adds', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { access } = await t.as.signIn(person);
    const claims = claimsOf(access);
    const { body } = await t.http.get('/api/profile', { token: access });
    const { body: sessions } = await t.http.get('/api/sessions', { token: access });
    expect(headerOf(access)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) });
    expect(claims).toEqual({
      iss: t.url,
      aud: 'collabsphere',
      sub: person.id,
      exp: claims.iat + 300,
      iat: expect.any(Number),
      jti: anId,
      client_id: 'collabsphere',
      sid: sessions.items.find(({ current }: { current: boolean }) => current).id,
      roles: body.roles.map(({ id }: { id: string }) => id),
      email_verified: true,
      mfa_enrolled: false,
      auth_time: expect.any(Number),
      amr: ['pwd'],
      acr: 'aal1',
      generation: 0,
    });
    expect(claims.iat).toBeGreaterThanOrEqual(before);
  });

  it('report their lifetime', async () => {
    const { body } = await t.http.post('/api/token/refresh', { refresh: person.refresh });
    expect(body.expires_in).toBe(300);
  });

  it('are verified by the published key alone', async () => {
    const { access } = await t.as.signIn(person);
    const [header, payload, signature] = access.split('.') as [string, string, string];
    const jwk = (await keys()).find(({ kid }: { kid: string }) => kid === headerOf(access).kid);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const holds = (data: string) =>
      verify('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    expect([holds(`${header}.${payload}`), holds(`${header}.${payload}A`)]).toEqual([true, false]);
  });

  it('have keys of which only the public half is published', async () => {
    const [key, ...more] = await keys();
    const coordinate = expect.stringMatching(/^[\w-]{43}$/);
    expect(more).toEqual([]);
    expect(key).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: coordinate,
      y: coordinate,
      kid: expect.any(String),
      use: 'sig',
      alg: 'ES256',
    });
    const { crv, kty, x, y } = key;
    // RFC 7638: the thumbprint.
    expect(key.kid).toBe(createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url'));
  });

  it('have keys that are encrypted at rest', async () => {
    const rows = JSON.stringify(await t.db.query('SELECT * FROM signing_keys'));
    expect(rows).not.toMatch(/PRIVATE KEY|"d"/);
  });

  it('have published metadata (RFC 8414)', async () => {
    const { status, body } = await t.http.get('/.well-known/oauth-authorization-server');
    expect(status).toBe(200);
    expect(body).toMatchObject({ issuer: t.url, jwks_uri: `${t.url}/.well-known/jwks.json` });
  });
});
