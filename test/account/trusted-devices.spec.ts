import { claimsOf } from '../support/jwt';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { type EnrolledUser, login, loginWithTotp, withTotp } from '../support/totp';

const required = [403, 'mfa_required'];

describe('trusted devices', () => {
  let t: TestApp;
  let person: EnrolledUser;
  beforeAll(async () => (t = await testApp({ MFA_TRUSTED_DEVICE_TTL: '30d' })));
  beforeEach(async () => (person = await withTotp(t, await t.as.verifiedUser())));
  afterAll(() => t.close());

  const trust = async (who = person): Promise<string> => {
    const device = { device_name: 'Laptop', device_token: `laptop of ${who.id}` };
    const { body } = await loginWithTotp(t, who, device, { trust_device: true });
    return body.trusted_device_token;
  };
  const loginWith = (trusted_device_token: string, who = person) => login(t, who, { trusted_device_token });

  it('need no second factor, but their sessions are aal1', async () => {
    const token = await trust();
    expect(token).toMatch(/^[\w-]{43}$/);
    const { status, body } = await loginWith(token);
    expect([status, body.trusted_device_token]).toEqual([200, undefined]);
    const as = { token: body.tokens.access };
    expect(claimsOf(as.token)).toMatchObject({ amr: ['pwd'], acr: 'aal1', mfa_enrolled: true });
    const removal = await t.http.delete('/api/mfa/totp', as);
    expect([...problemSummary(removal), removal.body.acr_values]).toEqual([401, 'step_up_required', 'aal2']);
    const again = await t.http.post('/api/reauthenticate', { method: 'totp', code: await person.code() }, as);
    expect(claimsOf(again.body.access)).toMatchObject({ acr: 'aal2' });
    expect((await t.http.delete('/api/mfa/totp', { token: again.body.access })).status).toBe(204);
  });

  it('are not enough once a role requires a second factor, for the sessions that they began either', async () => {
    const { body } = await loginWith(await trust());
    const as = { token: body.tokens.access };
    const owner = { token: (await t.as.owner()).access };
    const { body: role } = await t.http.post('/api/roles', { name: 'careful', require_mfa: true }, owner);
    expect((await t.http.put(`/api/users/${person.id}/roles/${role.id}`, undefined, owner)).status).toBeLessThan(300);
    const refused = await t.http.get('/api/sessions', as);
    expect([...problemSummary(refused), refused.body.acr_values]).toEqual([401, 'step_up_required', 'aal2']);
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_user_authentication"');
    const again = await t.http.post('/api/reauthenticate', { method: 'totp', code: await person.code() }, as);
    expect((await t.http.get('/api/sessions', { token: again.body.access })).status).toBe(200);
  });

  it('still need the password, and are of one user', async () => {
    const token = await trust();
    const other = await withTotp(t, await t.as.verifiedUser());
    expect(problemSummary(await loginWith(token, { ...person, password: 'not this one' }))).toEqual([
      401,
      'invalid_credentials',
    ]);
    expect(problemSummary(await loginWith(token, other))).toEqual(required);
    expect(problemSummary(await loginWith('nonsense'))).toEqual(required);
    expect((await loginWith(token)).status).toBe(200);
  });

  it('are stored as hashes, and listed without their tokens', async () => {
    const token = await trust();
    const [row] = await t.db.query('SELECT row_to_json(d)::text AS row FROM trusted_devices d WHERE user_id = $1', [
      person.id,
    ]);
    expect(row.row).not.toContain(token);
    expect((await t.http.get('/api/mfa', { token: person.access })).body.trusted_devices).toBe(1);
    const { body } = await t.http.get('/api/account/export', { token: person.access });
    expect(body.second_factors.trusted_devices).toEqual([
      { name: 'Laptop', created_at: expect.any(String), last_used_at: null, expires_at: expect.any(String) },
    ]);
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it('expire', async () => {
    const token = await trust();
    await t.db.query("UPDATE trusted_devices SET expires_at = now() - interval '1 s' WHERE user_id = $1", [person.id]);
    expect(problemSummary(await loginWith(token))).toEqual(required);
  });

  it('are void when the setting is lowered below their age', async () => {
    const token = await trust();
    await t.db.query("UPDATE trusted_devices SET created_at = now() - interval '31 days' WHERE user_id = $1", [
      person.id,
    ]);
    expect(problemSummary(await loginWith(token))).toEqual(required);
  });

  describe('are void after', () => {
    const asOwner = async () => ({ token: (await t.as.owner()).access });
    const newPassword = 'another fine phrase';

    it.each<[string, () => Promise<void>]>([
      [
        'a change of the password',
        async () => {
          const change = { current_password: person.password, new_password: newPassword };
          await t.http.post('/api/password/change', change, { token: person.access });
          person = { ...person, password: newPassword };
        },
      ],
      [
        'a reset of the password',
        async () => {
          await t.http.post('/api/password/forgot', { email: person.email });
          const { token } = await t.mailbox.find(person.email, /new password/i);
          await t.http.post('/api/password/reset', { token, new_password: newPassword });
          person = { ...person, password: newPassword };
        },
      ],
      [
        'new recovery codes',
        async () => void (await t.http.post('/api/mfa/recovery-codes', {}, { token: person.access })),
      ],
      [
        'another authenticator app',
        async () => {
          await t.http.delete('/api/mfa/totp', { token: person.access });
          person = await withTotp(t, person);
        },
      ],
      [
        'the removal of all trusted devices',
        async () => void (await t.http.delete('/api/mfa/trusted-devices', { token: person.access })),
      ],
      [
        'a ban that was lifted',
        async () => {
          await t.http.post(`/api/users/${person.id}/ban`, { reason: 'spam' }, await asOwner());
          await t.http.delete(`/api/users/${person.id}/ban`, await asOwner());
        },
      ],
      [
        'a deactivation',
        async () => {
          await t.http.patch(`/api/users/${person.id}`, { is_active: false }, await asOwner());
          await t.http.patch(`/api/users/${person.id}`, { is_active: true }, await asOwner());
        },
      ],
      [
        'the report of a session',
        async () => {
          const { text } = await t.mailbox.find(person.email, /new device/i);
          await t.http.post('/api/sessions/disown', { token: /\/not-me\/(\S+)/.exec(text)![1] });
        },
      ],
    ])('%s', async (_, change) => {
      const token = await trust();
      expect((await loginWith(token)).status).toBe(200);
      await change();
      expect(problemSummary(await loginWith(token))).toEqual(required);
    });
  });

  it('are not trusted for a user whose role requires a second factor', async () => {
    const token = await trust();
    const owner = { token: (await t.as.owner()).access };
    const { body: role } = await t.http.post('/api/roles', { name: 'careful', require_mfa: true }, owner);
    await t.http.put(`/api/users/${person.id}/roles/${role.id}`, undefined, owner);
    expect(problemSummary(await loginWith(token))).toEqual(required);
    expect(await trust()).toBeUndefined();
  });
});

describe('without MFA_TRUSTED_DEVICE_TTL', () => {
  it('no device is trusted', async () => {
    const t = await testApp();
    const person = await withTotp(t, await t.as.verifiedUser());
    const { status, body } = await loginWithTotp(t, person, {}, { trust_device: true });
    expect([status, body.trusted_device_token]).toEqual([200, undefined]);
    await t.close();
  });
});
