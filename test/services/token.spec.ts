import { claimsOf, headerOf } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { createService, basicAuth, form, type OAuthService, tokenOf } from '../support/services';
import { anId } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const grant = { grant_type: 'client_credentials' };
const wrong = 'x'.repeat(43);

describe('POST /oauth/token', () => {
  let t: TestApp;
  let owner: TestUser;
  let service: OAuthService;
  beforeAll(async () => {
    t = await testApp({
      TRUST_PROXY: 'loopback',
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT_LOGIN: '100000/1m',
      RATE_LIMIT_OAUTH: '40/15m',
      RATE_LIMIT_OAUTH_FAILURES: '3/15m',
    });
    owner = await t.as.owner();
    service = await createService(t.http, owner, ['authorization.read', 'push.send']);
  });
  afterAll(() => t.close());

  const ask = (fields: Record<string, string>, as: OAuthService | undefined = service) =>
    form(t.http, '/oauth/token', fields, as);

  it('gets a service a token of its own (RFC 6749 §4.4, RFC 9068)', async () => {
    const { status, headers, body } = await ask(grant);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'authorization.read push.send',
    });
    expect(headerOf(body.access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const { iat, exp, jti, ...claims } = claimsOf(body.access_token);
    expect(claims).toEqual({
      iss: t.url,
      aud: 'collabsphere',
      sub: service.id,
      client_id: service.id,
      scope: 'authorization.read push.send',
    });
    expect(jti).toEqual(anId);
    expect(exp - iat).toBe(600);
  });

  it('takes the credentials in the body too, as a form or as JSON', async () => {
    const credentials = { client_id: service.id, client_secret: service.secret };
    expect((await form(t.http, '/oauth/token', { ...grant, ...credentials })).status).toBe(200);
    expect((await t.http.post('/oauth/token', { ...grant, ...credentials })).status).toBe(200);
    expect((await t.http.post('/oauth/token', grant, { headers: basicAuth(service) })).status).toBe(200);
  });

  it('narrows the scope where that is asked for, and never widens it', async () => {
    const narrow = await ask({ ...grant, scope: 'push.send' });
    expect(narrow.body.scope).toBe('push.send');
    expect(claimsOf(narrow.body.access_token).scope).toBe('push.send');
    const small = await createService(t.http, owner, ['push.send']);
    for (const scope of ['authorization.read', 'push.send authorization.read', 'nope', ' '])
      expect((await ask({ ...grant, scope }, small)).body).toMatchObject({
        code: 'invalid_scope',
        error: 'invalid_scope',
      });
    expect((await ask({ ...grant, scope: '' }, small)).body.scope).toBe('push.send');
  });

  it('ignores what it does not know, but takes nothing twice (RFC 6749 §3.2)', async () => {
    expect((await ask({ ...grant, audience: 'x', toString: 'y' })).status).toBe(200);
    const twice = await t.http.post('/oauth/token', 'grant_type=client_credentials&scope=a&scope=b', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...basicAuth(service) },
    });
    expect(twice).toMatchObject({ status: 400, body: { code: 'bad_request', error: 'invalid_request' } });
  });

  it.each([
    ['unsupported_grant_type', 400, { grant_type: 'password', username: 'a', password: 'b' }],
    ['unsupported_grant_type', 400, { grant_type: 'authorization_code', code: 'x' }],
    ['invalid_request', 400, {}],
    ['invalid_request', 400, { ...grant, client_secret: 'as well' }],
  ])('refuses as %s, for our clients and for OAuth’s libraries', async (code, status, fields) => {
    const answer = await ask(fields as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status, code, error: code, error_description: answer.body.detail });
  });

  it('refuses what never reaches it in the same words', async () => {
    const type = (contentType: string) => ({ headers: { 'content-type': contentType } });
    expect((await t.http.post('/oauth/token', '{', type('application/json'))).body).toMatchObject({
      code: 'malformed_json',
      error: 'invalid_request',
    });
    expect((await t.http.post('/oauth/token', 'x', type('text/plain'))).body).toMatchObject({
      code: 'unsupported_media_type',
      error: 'invalid_request',
    });
    expect((await t.http.post('/oauth/token', [], type('application/json'))).body.error).toBe('invalid_request');
  });

  it('says the same of an unknown client, a wrong secret and no client at all', async () => {
    const unknown = { id: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41', secret: service.secret };
    const answers = [
      await ask(grant, { ...(await createService(t.http, owner)), secret: wrong }),
      await ask(grant, unknown),
      await ask(grant, { id: 'nobody', secret: 'x' }),
      await form(t.http, '/oauth/token', grant),
      await form(t.http, '/oauth/token', grant, undefined, { authorization: `Bearer ${owner.access}` }),
      await form(t.http, '/oauth/token', { ...grant, client_id: service.id }),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, body.code, body.error]).toEqual([401, 'invalid_client', 'invalid_client']);
      expect(headers.get('www-authenticate')).toBe('Basic realm="collabsphere"');
    }
    const said = answers.map(({ body: { request_id: _, ...rest } }) => JSON.stringify(rest));
    expect(new Set(said).size).toBe(1);
  });

  it('keeps a secret as its hash alone', async () => {
    const rows = await t.db.query(
      `SELECT to_jsonb(services)::text || coalesce(to_jsonb(s)::text, '') AS row, hash
       FROM services LEFT JOIN service_secrets s ON s.service_id = services.id WHERE services.id = $1`,
      [service.id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].row).not.toContain(service.secret);
    expect(rows[0].hash).toHaveLength(32);
  });

  it('opens no door of users', async () => {
    const { status, body } = await t.http.get('/api/profile', { token: await tokenOf(t.http, service) });
    expect([status, body.code]).toEqual([403, 'user_required']);
  });

  it('limits wrong secrets, and never locks the right one out', async () => {
    const victim = await createService(t.http, owner);
    const from = { 'x-forwarded-for': '198.51.100.7' };
    const guess = () => form(t.http, '/oauth/token', grant, { ...victim, secret: wrong }, from);
    const statuses = [];
    for (let n = 0; n < 5; n++) statuses.push((await guess()).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    const limited = await guess();
    expect(limited.body).toMatchObject({ code: 'too_many_attempts', error: 'temporarily_unavailable' });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await form(t.http, '/oauth/token', grant, victim, from)).status).toBe(200);
  });

  it('limits what comes from one address', async () => {
    const from = (ip: string) => form(t.http, '/oauth/token', grant, service, { 'x-forwarded-for': ip });
    const statuses = await Promise.all(Array.from({ length: 45 }, async () => (await from('198.51.100.8')).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(40);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    expect((await from('198.51.100.9')).status).toBe(200);
  });
});

it('/.well-known/oauth-authorization-server leads to all endpoints (RFC 8414)', async () => {
  const t = await testApp();
  const { status, headers, body } = await t.http.get('/.well-known/oauth-authorization-server');
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('public, max-age=300');
  const secret = ['client_secret_basic', 'client_secret_post'];
  expect(body).toEqual({
    issuer: t.url,
    token_endpoint: `${t.url}/oauth/token`,
    introspection_endpoint: `${t.url}/oauth/introspect`,
    revocation_endpoint: `${t.url}/oauth/revoke`,
    jwks_uri: `${t.url}/.well-known/jwks.json`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    scopes_supported: ['authorization.read', 'push.send'],
    token_endpoint_auth_methods_supported: secret,
    introspection_endpoint_auth_methods_supported: secret,
    revocation_endpoint_auth_methods_supported: [...secret, 'none'],
    acr_values_supported: ['aal1', 'aal2'],
    service_documentation: `${t.url}/docs`,
  });
  for (const name of ['token', 'introspection', 'revocation'])
    expect((await t.http.post(body[`${name}_endpoint`])).body.code).toBe('invalid_client');
  await t.close();
});
