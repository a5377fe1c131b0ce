import type { TestUser } from '../support/test-users';
import { deviceOf, subscribe } from '../support/push/devices';
import { FcmService } from '../support/push/fcm-service';
import { WebPushService } from '../support/push/web-push-service';
import { serviceToken } from '../support/service-token';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

let count = 0;

describe('a session that has ended gets no push', () => {
  let t: TestApp;
  let fcm: FcmService;
  let browsers: WebPushService;
  let owner: TestUser;
  beforeAll(async () => {
    fcm = await FcmService.open();
    browsers = await WebPushService.open();
    t = await testApp({ ...fcm.env, PUSH_TRUSTED_ORIGINS: browsers.origin });
    owner = await t.as.owner();
  });
  afterEach(() => {
    fcm.overrideReply = browsers.overrideReply = undefined;
  });
  afterAll(async () => {
    await t.close();
    await fcm.close();
    await browsers.close();
  });

  const send = (person: TestUser) =>
    t.http.post(
      `/api/users/${person.id}/notifications`,
      { title: 'Hello' },
      { token: serviceToken(t.app, ['push.send']) },
    );
  const deliveries = (session: TestUser) =>
    t.db.query('SELECT state, attempts FROM deliveries WHERE session_id = $1', [deviceOf(session)]);

  /** Ways of ending `phone`; `laptop` is another session of the same person. */
  const ends: Record<string, (phone: TestUser, laptop: TestUser) => Promise<{ status: number }>> = {
    'by a logout': (phone) => t.http.post('/api/logout', {}, { token: phone.access }),
    'from another device': (phone, laptop) =>
      t.http.delete(`/api/devices/${deviceOf(phone)}`, { token: laptop.access }),
    'with all others': (_, laptop) => t.http.delete('/api/sessions', { token: laptop.access }),
    'by an admin': (phone) => t.http.delete(`/api/users/${phone.id}/sessions`, { token: owner.access }),
    'by a ban': (phone) => t.http.post(`/api/users/${phone.id}/ban`, { reason: 'Test' }, { token: owner.access }),
    'by a deactivation': (phone) =>
      t.http.patch(`/api/users/${phone.id}`, { is_active: false }, { token: owner.access }),
    'by a new password': (phone, laptop) =>
      t.http.post(
        '/api/password/change',
        { current_password: phone.password, new_password: 'quite another secret' },
        { token: laptop.access },
      ),
    'by the reuse of a refresh token': async (phone) => {
      const { body } = await t.http.post('/api/token/refresh', { refresh: phone.refresh });
      await t.http.post('/api/token/refresh', { refresh: body.refresh });
      return t.http.post('/api/token/refresh', { refresh: phone.refresh });
    },
  };

  it.each(Object.keys(ends))('%s', async (way) => {
    const token = `phone-${++count}`;
    const phone = await t.as.verifiedUser({ device_token: token });
    const laptop = await t.as.signIn(phone);
    fcm.overrideReply = (_call, to) => (to === token ? { status: 500 } : undefined);
    expect((await send(phone)).body.devices).toEqual([{ id: deviceOf(phone) }]);
    await waitFor(async () => (await deliveries(phone))[0].attempts > 0, 'it was tried');

    expect([200, 204, 401]).toContain((await ends[way]!(phone, laptop)).status);
    fcm.overrideReply = undefined;
    await waitFor(async () => (await deliveries(phone))[0].state !== 'waiting', 'it is looked at again');
    expect((await deliveries(phone))[0].state).toBe('session_ended');
    expect(JSON.stringify((await send(phone)).body)).not.toContain(deviceOf(phone));
    expect(fcm.to(token).filter(({ kind }) => kind !== 'security')).toEqual([]);
    const [row] = await t.db.query('SELECT push_token, push_kind, push_keys FROM sessions WHERE id = $1', [
      deviceOf(phone),
    ]);
    expect(row).toEqual({ push_token: null, push_kind: null, push_keys: null });
  });

  it('nor does an account that took the address over get what was meant for the one before', async () => {
    const one = await t.as.verifiedUser();
    const other = await t.as.verifiedUser();
    const endpoint = await subscribe(t.http, browsers, one);
    browsers.overrideReply = (_call, to) => (to === endpoint ? { status: 500 } : undefined);
    await send(one);
    await waitFor(async () => (await deliveries(one))[0].attempts > 0, 'it was tried');
    const [{ push_keys }] = await t.db.query('SELECT push_keys FROM sessions WHERE id = $1', [deviceOf(one)]);
    expect(push_keys).toEqual(expect.any(String));

    const subscription = browsers.subscriptionAt(endpoint);
    const body = { push: { kind: 'webpush', subscription } };
    expect((await t.http.put(`/api/devices/${deviceOf(other)}`, body, { token: other.access })).status).toBe(200);
    browsers.overrideReply = undefined;
    await waitFor(async () => (await deliveries(one))[0].state === 'no_push_token', 'it is looked at again');
    expect(browsers.to(endpoint)).toEqual([]);
    const { body: sent } = await send(other);
    expect((await browsers.find(endpoint)).id).toBe(sent.id);
  });
});
