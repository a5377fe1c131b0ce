import { randomBytes } from 'node:crypto';
import { LastActiveWriter } from '#sessions';
import type { TestUser } from '../support/test-users';
import { deviceOf } from '../support/push/devices';
import { WebPushService } from '../support/push/web-push-service';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { problemSummary } from '../support/matchers';
import { recordStatements } from '../support/record-statements';
import { type TestApp, testApp } from '../support/test-app';

describe('PUT /api/devices/{id}: where pushes go', () => {
  let t: TestApp;
  let browsers: WebPushService;
  let person: TestUser;
  beforeAll(async () => {
    browsers = await WebPushService.open();
    t = await testApp({ PUSH_TRUSTED_ORIGINS: browsers.origin });
  });
  beforeEach(async () => {
    person = await t.as.verifiedUser();
  });
  afterAll(async () => {
    await t.close();
    await browsers.close();
  });

  const edit = (body: object, by = person) => t.http.put(`/api/devices/${deviceOf(by)}`, body, { token: by.access });
  const pushOf = async (by: TestUser) => {
    const { body } = await t.http.get('/api/devices', { token: by.access });
    return body.items.find(({ current }: { current: boolean }) => current).push_kind;
  };
  const at = (endpoint: string) => ({ kind: 'webpush', subscription: { ...browsers.subscribe(), endpoint } });

  it('takes what a browser gives, and an FCM token; one takes the place of the other', async () => {
    const push = { kind: 'webpush', subscription: browsers.subscribe() };
    expect((await edit({ push })).body).toMatchObject({ push_enabled: true, push_kind: 'webpush' });
    expect(JSON.stringify(await t.http.get('/api/devices', { token: person.access }))).not.toContain(
      push.subscription.endpoint,
    );
    expect((await edit({ push: { kind: 'fcm', token: 'abc' } })).body).toMatchObject({ push_kind: 'fcm' });
    expect((await edit({ name: 'Mine' })).body).toMatchObject({ push_kind: 'fcm', name: 'Mine' });
    expect((await edit({ push })).body).toMatchObject({ push_kind: 'webpush' });
    expect((await edit({ push: null })).body).toMatchObject({ push_enabled: false, push_kind: null });
    expect((await edit({ device_token: 'abc' })).body).toMatchObject({ push_kind: 'fcm' });
  });

  it('moves an address from another account to where it is now', async () => {
    const other = await t.as.verifiedUser();
    const push = { kind: 'webpush', subscription: browsers.subscribe() };
    await edit({ push });
    await edit({ push }, other);
    expect([await pushOf(person), await pushOf(other)]).toEqual([null, 'webpush']);
  });

  it('leaves it in one place, however many want it at once', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => t.as.verifiedUser()));
    const push = { kind: 'webpush', subscription: browsers.subscribe() };
    const answers = await runConcurrently(people.length, (n) => edit({ push }, people[n]));
    expect(countOutcomes(answers)).toEqual({ '200': people.length });
    const holders = await t.db.query('SELECT 1 FROM sessions WHERE push_token = $1', [push.subscription.endpoint]);
    expect(holders).toHaveLength(1);
  });

  it('takes a token as long as they come', async () => {
    const token = randomBytes(3072).toString('base64url');
    expect(token).toHaveLength(4096);
    expect((await edit({ device_token: token })).body).toMatchObject({ push_enabled: true });
    const again = await t.as.signIn(person, { device_token: token });
    expect((await t.http.get('/api/profile', { token: person.access })).status).toBe(401);
    expect(await pushOf(again)).toBe('fcm');
  });

  it.each([
    'http://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://127.0.0.1/wpush/abc',
    'https://[::1]/wpush/abc',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/wpush/abc',
    'https://printer.local/wpush/abc',
    'https://metadata.google.internal/wpush/abc',
    'https://updates.push.services.mozilla.com:8443/wpush/abc',
    'https://me:secret@updates.push.services.mozilla.com/wpush/abc',
    'https://8.8.8.8/wpush/abc',
    'http://127.0.0.1:1/wpush/abc',
    'nonsense',
  ])('refuses the endpoint %s', async (endpoint) => {
    expect(problemSummary(await edit({ push: at(endpoint) }))).toEqual([
      400,
      'validation_failed',
      'push.subscription.endpoint endpoint_not_allowed',
    ]);
    expect(await pushOf(person)).toBeNull();
  });

  it('names all faults at once', async () => {
    const { endpoint, keys } = browsers.subscribe();
    const faults = async (body: object) => problemSummary(await edit(body)).slice(2);
    const notOnCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url');
    expect(await faults({ push: { kind: 'pigeon' } })).toEqual(['push.kind invalid_choice']);
    expect(await faults({ push: { kind: 'fcm' } })).toEqual(['push.token required']);
    expect(await faults({ push: { kind: 'webpush', token: 'abc' } })).toEqual(['push.subscription required']);
    expect(await faults({ push: 'abc' })).toEqual(['push invalid_type']);
    expect(await faults({ push: [] })).toEqual(['push invalid_type']);
    expect(
      await faults({
        push: { kind: 'webpush', subscription: { endpoint, keys: { p256dh: notOnCurve, auth: 'abc' }, id: 1 } },
      }),
    ).toEqual([
      'push.subscription.id unknown_field',
      'push.subscription.keys.auth invalid_key',
      'push.subscription.keys.p256dh invalid_key',
    ]);
    expect(await faults({ push: { kind: 'webpush', subscription: { endpoint } } })).toEqual([
      'push.subscription.keys required',
    ]);
    expect(await faults({ device_token: 'abc', push: { kind: 'webpush', subscription: { endpoint, keys } } })).toEqual([
      'device_token ambiguous',
    ]);
  });
});

describe('when a device was last active', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const order = async (person: TestUser) =>
    (await t.http.get('/api/devices', { token: person.access })).body.items.map(({ id }: { id: string }) => id);

  it('is known from its requests, all sessions in one statement, each at most every 5 minutes', async () => {
    const phone = await t.as.verifiedUser();
    const laptop = await t.as.signIn(phone);
    const writer = t.app.get(LastActiveWriter);
    await writer.flush();
    const age = (person: TestUser, minutes: number) =>
      t.db.query(`UPDATE sessions SET last_active_at = now() - make_interval(mins => $2) WHERE id = $1`, [
        deviceOf(person),
        minutes,
      ]);
    await age(phone, 60);
    await age(laptop, 4);
    expect(await order(laptop)).toEqual([laptop, phone].map(deviceOf));

    for (const { access } of [phone, laptop, phone]) await t.http.get('/api/profile', { token: access });
    expect(await recordStatements(t.db, () => writer.flush())).toHaveLength(1);
    expect(await order(laptop)).toEqual([phone, laptop].map(deviceOf));
    const [{ fresh }] = await t.db.query(
      `SELECT last_active_at > now() - interval '3 min' AS fresh FROM sessions WHERE id = $1`,
      [deviceOf(laptop)],
    );
    expect(fresh).toBe(false);
  });

  it('is written where nothing was asked by no statement at all', async () => {
    const writer = t.app.get(LastActiveWriter);
    await writer.flush();
    expect(await recordStatements(t.db, () => writer.flush())).toEqual([]);
  });
});
