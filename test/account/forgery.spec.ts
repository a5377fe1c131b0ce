import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SigningKeysService } from '#sessions';
import { claimsOf, headerOf, jwt } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const now = Math.floor(Date.now() / 1000);

describe('a token that the service did not make for this', () => {
  let t: TestApp;
  let person: TestUser;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;
  let key: KeyObject;
  beforeAll(async () => {
    t = await testApp();
    person = await t.as.verifiedUser();
    header = headerOf(person.access);
    claims = claimsOf(person.access);
    key = t.app.get(SigningKeysService).currentSigner().key;
  });
  afterAll(() => t.close());

  const read = (token: string) => t.http.get('/api/profile', { token });
  const expectRefused = async (token: string) => {
    const answer = await read(token);
    expect(problemSummary(answer)).toEqual([401, 'invalid_token']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="collabsphere", error="invalid_token"');
  };
  const signed = (changes: { header?: object; claims?: object }) =>
    jwt({ ...header, ...changes.header }, { ...claims, ...changes.claims }, key);

  it('is distinguished by these tests from one that it did', async () => {
    expect((await read(person.access)).status).toBe(200);
    expect((await read(signed({}))).status).toBe(200);
  });

  it.each<[string, object]>([
    ['another issuer', { iss: 'https://evil.example.com' }],
    ['no issuer', { iss: undefined }],
    ['an issuer with a slash more', { iss: 'SLASH' }],
    ['another audience', { aud: 'another-audience' }],
    ['other audiences', { aud: ['a', 'b'] }],
    ['no audience', { aud: undefined }],
    ['no expiry', { exp: undefined }],
    ['an expiry that has passed', { exp: now - 1, iat: now - 600 }],
    ['an expiry that is no number', { exp: `${now + 600}` }],
    ['a beginning in the future', { nbf: now + 600 }],
    ['no time of issue', { iat: undefined }],
    ['no user', { sub: undefined }],
    ['no session', { sid: undefined }],
    ['no id', { jti: undefined }],
    ['no client', { client_id: undefined }],
    ['no roles', { roles: undefined }],
    ['roles that are no list', { roles: 'owner' }],
    ['roles that are no ids', { roles: [{ name: 'owner' }] }],
    ['nothing about the address', { email_verified: undefined }],
  ])('is refused, though the signature is right, with %s', async (_, change) => {
    const slash = (change as { iss?: string }).iss === 'SLASH' ? { iss: `${t.url}/` } : {};
    await expectRefused(signed({ claims: { ...change, ...slash } }));
  });

  it.each<[string, object]>([
    ['another type', { typ: 'JWT' }],
    ['the type of an id token', { typ: 'id+jwt' }],
    ['no type', { typ: undefined }],
    ['a critical extension', { crit: ['exp'] }],
    ['an unknown critical extension', { crit: ['urn:x'], 'urn:x': true }],
    ['an empty list of critical extensions', { crit: [] }],
    ['no key id', { kid: undefined }],
    ['an unknown key id', { kid: 'unknown' }],
    ['a key id that is none', { kid: { $ne: '' } }],
    ['a key id that is a path', { kid: '../../../dev/null' }],
    ['a key id of every object', { kid: '__proto__' }],
    ['another algorithm', { alg: 'ES384' }],
    ['no algorithm', { alg: undefined }],
  ])('is refused, though the signature is right, with %s in its header', async (_, change) => {
    await expectRefused(signed({ header: change }));
  });

  it.each<[string, () => string]>([
    ['unsigned (none)', () => jwt({ ...header, alg: 'none' }, claims, key, () => Buffer.alloc(0))],
    ['unsigned (NoNe)', () => jwt({ ...header, alg: 'NoNe' }, claims, key, () => Buffer.alloc(0))],
    ['unsigned, without a key id', () => jwt({ alg: 'none', typ: 'at+jwt' }, claims, key, () => Buffer.alloc(0))],
    ['by the public key as a secret (PEM)', () => hmac(createPublicKey(key).export({ type: 'spki', format: 'pem' }))],
    ['by the public key as a secret (DER)', () => hmac(createPublicKey(key).export({ type: 'spki', format: 'der' }))],
    ['by the public key as a secret (JWK)', () => hmac(JSON.stringify(createPublicKey(key).export({ format: 'jwk' })))],
    ['by an empty secret', () => hmac('')],
    ['by another key', () => jwt(header, claims, other.privateKey)],
    ['by another key that it brings along (jwk)', () => brings({ jwk: other.publicKey.export({ format: 'jwk' }) })],
    ['by another key whose URL it names (jku)', () => brings({ jku: 'http://127.0.0.1:1/jwks.json' })],
    ['by another key whose URL it names (x5u)', () => brings({ x5u: 'http://127.0.0.1:1/cert.pem' })],
    ['by another key that it brings along (x5c)', () => brings({ x5c: [Buffer.from('x').toString('base64')] })],
    ['by RSA', () => jwt({ ...header, alg: 'RS256' }, claims, rsa.privateKey)],
    ['with zeros', () => jwt(header, claims, key, () => Buffer.alloc(64))],
    ['with nothing', () => `${person.access.split('.').slice(0, 2).join('.')}.`],
  ])('is refused where it is signed %s', async (_, forged) => expectRefused(forged()));

  const hmac = (secret: string | Buffer) =>
    jwt({ ...header, alg: 'HS256' }, claims, key, (data) => createHmac('sha256', secret).update(data).digest());
  const brings = (extras: object) => jwt({ ...header, kid: 'mine', ...extras }, claims, other.privateKey);

  it('is refused with each part of it that was altered', async () => {
    const { access } = person;
    const [head, body] = [access.indexOf('.'), access.lastIndexOf('.')];
    for (const at of [0, 5, head - 1, head + 1, head + 40, body - 1, body + 1, body + 40, access.length - 1])
      await expectRefused(flip(access, at));
  });

  it('is refused where it was cut off', async () => {
    const { access } = person;
    for (const end of [10, access.indexOf('.'), access.lastIndexOf('.'), access.length - 20, access.length - 1])
      await expectRefused(access.slice(0, end));
  });

  it('is refused with something more', async () => {
    for (const more of ['A', '=', '.', '.x', '.x.y']) await expectRefused(person.access + more);
  });

  it.each<[string, () => string]>([
    ['a refresh token', () => person.refresh],
    ['nonsense', () => 'nonsense'],
    ['dots', () => '..'],
    ['JSON', () => Buffer.from('{"sub":"x"}').toString('base64url')],
    ['a lot', () => 'x'.repeat(8000)],
  ])('is refused where it is %s', async (_, token) => expectRefused(token()));

  it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer ', 'Bearer a b', 'Token x', ''])(
    'is none in the header %j',
    async (authorization) => {
      const answer = await t.http.get('/api/profile', { headers: { authorization } });
      expect(problemSummary(answer)).toEqual([401, 'not_authenticated']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="collabsphere"');
    },
  );

  it('is read from the header alone, of which the scheme may have any case', async () => {
    expect((await t.http.get(`/api/profile?access_token=${person.access}`)).status).toBe(401);
    const cookie = { cookie: `access_token=${person.access}` };
    expect((await t.http.get('/api/profile', { headers: cookie })).status).toBe(401);
    const authorization = `bearer ${person.access}`;
    expect((await t.http.get('/api/profile', { headers: { authorization } })).status).toBe(200);
  });

  it('does not hold once it has expired, though it was seen before', async () => {
    const token = signed({ claims: { exp: Math.floor(Date.now() / 1000) + 2 } });
    expect((await read(token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    await expectRefused(token);
  });
});

/** One bit of one letter. */
function flip(token: string, at: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, at) + letters[letters.indexOf(token[at]!) ^ 1] + token.slice(at + 1);
}
