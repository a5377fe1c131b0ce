import { claimsOf } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { createService, form, type OAuthService, tokenOf } from '../support/services';
import { type TestApp, testApp } from '../support/test-app';

describe('POST /oauth/revoke', () => {
  let t: TestApp;
  let owner: TestUser;
  let service: OAuthService;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    service = await createService(t.http, owner);
  });
  afterAll(() => t.close());

  const asService = (token: string, extras = {}) => form(t.http, '/oauth/revoke', { token, ...extras }, service);
  const asApp = (token: string, extras = {}) =>
    form(t.http, '/oauth/revoke', { token, client_id: 'collabsphere', ...extras });
  const isActive = async (token: string) =>
    (await form(t.http, '/oauth/introspect', { token }, service)).body.active as boolean;
  const audited = async (action: string) =>
    (await t.http.get(`/api/audit-log?action=${action}`, { token: owner.access })).body.items;

  it('takes back a service’s own token, at once and that one alone', async () => {
    const [token, other] = [await tokenOf(t.http, service), await tokenOf(t.http, service)];
    expect(await isActive(token)).toBe(true);
    const { status, headers, body } = await asService(token);
    expect([status, body]).toEqual([200, {}]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(await isActive(token)).toBe(false);
    expect(await isActive(other)).toBe(true);
    const { body: refused } = await t.http.get('/api/authorization/events', { token });
    expect(refused.code).toBe('invalid_token');
    const [entry] = await audited('service.revoke_token');
    expect(entry).toMatchObject({
      actor: null,
      details: { service_id: service.id, token_id: claimsOf(token).jti },
    });
    expect(JSON.stringify(entry)).not.toContain(token);

    expect((await asService(token)).status).toBe(200);
    expect(await audited('service.revoke_token')).toHaveLength(1);
  });

  it.each(['access', 'refresh'] as const)('ends the session of a user whose %s token an app revokes', async (kind) => {
    const person = await t.as.signIn(await t.as.verifiedUser());
    const elsewhere = await t.as.signIn(person);
    expect((await asApp(person[kind])).status).toBe(200);
    expect((await t.http.get('/api/profile', { token: person.access })).status).toBe(401);
    expect((await t.http.post('/api/token/refresh', { refresh: person.refresh })).status).toBe(401);
    expect((await t.http.get('/api/profile', { token: elsewhere.access })).status).toBe(200);
    const { body } = await t.http.get(`/api/audit-log?subject=${person.id}&action=session.end`, {
      token: owner.access,
    });
    expect(body.items).toMatchObject([{ details: { session_ids: [claimsOf(person.access).sid] } }]);
    expect((await asApp(person[kind])).status).toBe(200);
  });

  it('ends it by a refresh token that was rotated since, too', async () => {
    const person = await t.as.verifiedUser();
    await t.http.post('/api/token/refresh', { refresh: person.refresh });
    expect((await asApp(person.refresh)).status).toBe(200);
    expect((await t.http.get('/api/profile', { token: person.access })).status).toBe(401);
  });

  it('looks through all kinds, whatever the hint says', async () => {
    const person = await t.as.verifiedUser();
    expect((await asApp(person.refresh, { token_type_hint: 'access_token' })).status).toBe(200);
    expect(await isActive(person.access)).toBe(false);
    const token = await tokenOf(t.http, service);
    expect((await asService(token, { token_type_hint: 'no_such_kind' })).status).toBe(200);
    expect(await isActive(token)).toBe(false);
  });

  it('leaves alone what belongs to another client', async () => {
    const person = await t.as.verifiedUser();
    const ofOther = await tokenOf(t.http, await createService(t.http, owner));
    for (const token of [person.access, person.refresh, ofOther])
      expect((await asService(token)).body).toMatchObject({
        status: 400,
        code: 'invalid_grant',
        error: 'invalid_grant',
      });
    expect((await asApp(ofOther)).body).toMatchObject({ status: 400, code: 'invalid_grant' });
    expect(await isActive(person.access)).toBe(true);
    expect(await isActive(ofOther)).toBe(true);
    expect((await t.http.post('/api/token/refresh', { refresh: person.refresh })).status).toBe(200);
  });

  it('answers 200 for what is no token', async () => {
    const forged = `${owner.refresh.slice(0, -4)}AAAA`;
    for (const token of ['nonsense', forged, owner.access.slice(0, -4)]) {
      expect((await asService(token)).status).toBe(200);
      expect((await asApp(token)).status).toBe(200);
    }
    expect(await isActive(owner.access)).toBe(true);
  });

  it('needs a client, and its secret where it has one', async () => {
    const token = await tokenOf(t.http, service);
    for (const answer of [
      await form(t.http, '/oauth/revoke', { token }),
      await form(t.http, '/oauth/revoke', { token, client_id: service.id }),
      await form(t.http, '/oauth/revoke', { token, client_id: 'collabsphere', client_secret: 'guess' }),
      await form(t.http, '/oauth/revoke', { token }, { ...service, secret: 'guess' }),
    ])
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
    expect((await form(t.http, '/oauth/revoke', { client_id: 'collabsphere' })).body.error).toBe('invalid_request');
    expect(await isActive(token)).toBe(true);
  });
});
