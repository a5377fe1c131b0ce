import { generateKeyPairSync } from 'node:crypto';
import { AuthorizationState } from '#auth';
import { claimsOf, headerOf, jwt } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { createService, form, type OAuthService, tokenOf } from '../support/services';
import { noPermissions } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('POST /oauth/introspect', () => {
  let t: TestApp;
  let owner: TestUser;
  let asking: OAuthService;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    asking = await createService(t.http, owner, ['push.send']);
  });
  afterAll(() => t.close());

  const introspect = (token: string) => form(t.http, '/oauth/introspect', { token }, asking);
  const ofUser = (path: string, body?: unknown) => t.http.post(path, body, { token: owner.access });

  it('returns the current claims of a user, which may differ from the token', async () => {
    const person = await t.as.verifiedUser();
    const { status, headers, body } = await introspect(person.access);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    const { iss, aud, sub, exp, iat, jti, sid, roles, email_verified, auth_time, amr, acr } = claimsOf(person.access);
    // The token was made at the registration, before the address was verified.
    expect(email_verified).toBe(false);
    expect(body).toEqual({
      ...{ iss, aud, sub, exp, iat, jti, sid, roles, auth_time, amr, acr },
      active: true,
      token_type: 'Bearer',
      client_id: 'collabsphere',
      email_verified: true,
      permissions: noPermissions,
    });

    await ofUser('/api/assign-role', { user_id: person.id, role: 'moderator' });
    const moderator = (await introspect(person.access)).body;
    expect(moderator.permissions).toMatchObject({ can_moderate: true, can_manage_users: false });
    expect(moderator.roles).toHaveLength(2);
  });

  it('returns that an address is not verified', async () => {
    const { body } = await introspect((await t.as.unverifiedUser()).access);
    expect(body).toMatchObject({ active: true, email_verified: false });
  });

  it('returns the scopes of a service', async () => {
    const other = await createService(t.http, owner, ['authorization.read', 'push.send']);
    const { body } = await introspect(await tokenOf(t.http, other));
    expect(body).toMatchObject({
      active: true,
      scope: 'authorization.read push.send',
      sub: other.id,
      client_id: other.id,
    });
    for (const member of ['roles', 'sid', 'permissions', 'email_verified']) expect(body).not.toHaveProperty(member);
  });

  it('takes JSON, and a hint that leads nowhere', async () => {
    const { access } = await t.as.unverifiedUser();
    const fields = { token: access, client_id: asking.id, client_secret: asking.secret };
    expect((await t.http.post('/oauth/introspect', fields)).body.active).toBe(true);
    const hinted = await form(t.http, '/oauth/introspect', { token: access, token_type_hint: 'saml' }, asking);
    expect(hinted.body.active).toBe(true);
  });

  describe('says only {"active": false} of', () => {
    const cases: [string, () => Promise<string>][] = [
      [
        'a token whose session has ended',
        async () => {
          const { access } = await t.as.verifiedUser();
          expect((await introspect(access)).body.active).toBe(true);
          await t.http.post('/api/logout', {}, { token: access });
          return access;
        },
      ],
      [
        'a token of a banned user',
        async () => {
          const { id, access } = await t.as.verifiedUser();
          await ofUser(`/api/users/${id}/ban`, { reason: 'Spam' });
          return access;
        },
      ],
      [
        'a token of a service that is gone',
        async () => {
          const gone = await createService(t.http, owner);
          const token = await tokenOf(t.http, gone);
          await t.http.delete(`/api/services/${gone.id}`, { token: owner.access });
          return token;
        },
      ],
      ['a refresh token', async () => (await t.as.unverifiedUser()).refresh],
      ['no token', async () => 'nonsense'],
      ['half a token', async () => owner.access.slice(0, -10)],
      [
        'a token of another issuer',
        async () => {
          const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
          return jwt(headerOf(owner.access), claimsOf(owner.access), privateKey);
        },
      ],
    ];
    it.each(cases)('%s', async (_, make) => {
      const { status, body } = await introspect(await make());
      expect([status, body]).toEqual([200, { active: false }]);
    });

    it('a token that has expired', async () => {
      const { access } = await t.as.unverifiedUser();
      expect((await introspect(access)).body.active).toBe(true);
      const { clock } = t.app.get(AuthorizationState);
      const later = jest.spyOn(clock, 'now').mockReturnValue(claimsOf(access).exp * 1000);
      try {
        expect((await introspect(access)).body).toEqual({ active: false });
      } finally {
        later.mockRestore();
      }
    });
  });

  it('requires an authenticated client and a token', async () => {
    const { access } = await t.as.unverifiedUser();
    for (const answer of [
      await form(t.http, '/oauth/introspect', { token: access }),
      await form(t.http, '/oauth/introspect', { token: access, client_id: 'collabsphere' }),
      await form(t.http, '/oauth/introspect', { token: access }, { ...asking, secret: 'wrong' }),
      await form(t.http, '/oauth/introspect', { token: access }, undefined, { authorization: `Bearer ${access}` }),
    ])
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
    const { status, body } = await form(t.http, '/oauth/introspect', {}, asking);
    expect([status, body.error]).toEqual([400, 'invalid_request']);
  });

  it('answers 503 rather than "active" while it does not know', async () => {
    const { access } = await t.as.unverifiedUser();
    const staleness = jest.spyOn(t.app.get(AuthorizationState), 'staleness').mockReturnValue(10_001);
    try {
      const { status, headers, body } = await introspect(access);
      expect([status, body.code, body.error]).toEqual([503, 'authorization_stale', 'temporarily_unavailable']);
      expect(headers.get('retry-after')).toBe('2');
      expect((await introspect('nonsense')).body).toEqual({ active: false });
    } finally {
      staleness.mockRestore();
    }
  });
});
