import { createECDH } from 'node:crypto';
import { dumpJobs } from '../support/jobs';
import type { TestUser } from '../support/test-users';
import { decryptPush } from '../support/push/decrypt-push';
import { deviceOf, subscribe } from '../support/push/devices';
import { FcmService, fcmError as fcmRefusal } from '../support/push/fcm-service';
import { WebPushService } from '../support/push/web-push-service';
import { serviceToken } from '../support/service-token';
import { anId, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

let count = 0;
const newToken = () => `fcm-token-${process.pid}-${++count}`;

describe('notifications', () => {
  let t: TestApp;
  let fcm: FcmService;
  let browsers: WebPushService;
  let token: string;
  beforeAll(async () => {
    fcm = await FcmService.open();
    browsers = await WebPushService.open();
    t = await testApp({ ...fcm.env, PUSH_TRUSTED_ORIGINS: browsers.origin });
    token = serviceToken(t.app, ['push.send']);
    browsers.applicationServerKey = (await t.http.get('/api/push/web-key')).body.public_key;
  });
  afterEach(() => {
    fcm.overrideReply = browsers.overrideReply = undefined;
  });
  afterAll(async () => {
    await t.close();
    await fcm.close();
    await browsers.close();
  });

  const send = (person: TestUser, body: object = {}, headers = {}) =>
    t.http.post(`/api/users/${person.id}/notifications`, { title: 'Hello', ...body }, { token, headers });
  const stateOf = async (person: TestUser) =>
    (await t.db.query('SELECT state FROM deliveries WHERE user_id = $1 ORDER BY id', [person.id])).map(
      ({ state }: { state: string }) => state,
    );
  const pushEnabled = async (person: TestUser) =>
    (await t.http.get('/api/devices', { token: person.access })).body.items.find(
      ({ current }: { current: boolean }) => current,
    ).push_enabled;

  describe('to a phone (FCM)', () => {
    it('reach it with all that the sender said', async () => {
      const phone = newToken();
      const person = await t.as.verifiedUser({ device_token: phone });
      const { status, body } = await send(person, {
        kind: 'mention',
        title: 'Grace mentioned you',
        body: 'Über den Entwurf 🎉',
        data: { room_id: 'general', constructor: 'x' },
        urgency: 'high',
        ttl: 600,
      });
      expect(status).toBe(202);
      expect(body).toEqual({ id: anId, devices: [{ id: deviceOf(person) }], skipped: [] });
      const shown = await fcm.find(phone);
      expect(shown).toMatchObject({
        id: body.id,
        kind: 'mention',
        title: 'Grace mentioned you',
        body: 'Über den Entwurf 🎉',
        data: { room_id: 'general', constructor: 'x' },
      });
      const { android, apns } = shown.headers.message as never as Record<string, never>;
      expect(android).toMatchObject({ priority: 'HIGH', ttl: expect.stringMatching(/^(59\d|600)s$/) });
      expect(android).not.toHaveProperty('collapse_key');
      expect(apns).toMatchObject({ headers: { 'apns-priority': '10', 'apns-collapse-id': shown.tag } });
    });

    it('sign in to Google once, and again when the token is refused', async () => {
      const phone = newToken();
      const person = await t.as.verifiedUser({ device_token: phone });
      await send(person);
      await fcm.find(phone);
      const before = fcm.tokensIssued;
      await send(person);
      await fcm.find(phone, 2);
      expect(fcm.tokensIssued).toBe(before);
      fcm.revokeTokens();
      await send(person);
      await fcm.find(phone, 3);
      expect(fcm.tokensIssued).toBe(before + 1);
    });

    it.each([
      ['UNREGISTERED', fcmRefusal(404, 'NOT_FOUND', 'UNREGISTERED')],
      ['SENDER_ID_MISMATCH', fcmRefusal(403, 'PERMISSION_DENIED', 'SENDER_ID_MISMATCH')],
      [
        'INVALID_ARGUMENT about the token',
        fcmRefusal(
          400,
          'INVALID_ARGUMENT',
          'INVALID_ARGUMENT',
          'The registration token is not a valid FCM registration token',
        ),
      ],
    ])('end with the token where FCM says %s', async (_, reply) => {
      const phone = newToken();
      const person = await t.as.verifiedUser({ device_token: phone });
      fcm.overrideReply = (_call, to) => (to === phone ? reply : undefined);
      await send(person);
      await waitFor(async () => (await stateOf(person))[0] === 'gone', 'the token is gone');
      expect(await pushEnabled(person)).toBe(false);
      expect((await send(person)).body).toMatchObject({
        devices: [],
        skipped: [{ id: deviceOf(person), reason: 'no_push_token' }],
      });
    });

    it('leave the token where FCM blames the message, or another place answers', async () => {
      const phone = newToken();
      const person = await t.as.verifiedUser({ device_token: phone });
      fcm.overrideReply = (_call, to) =>
        to === phone ? fcmRefusal(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT') : undefined;
      await send(person);
      await waitFor(async () => (await stateOf(person))[0] === 'rejected', 'it is refused');
      let lost = 0;
      fcm.overrideReply = (_call, to) => (to === phone && lost++ === 0 ? { status: 404, body: '<html>' } : undefined);
      await send(person);
      await fcm.find(phone);
      expect([lost, await pushEnabled(person)]).toEqual([2, true]);
    });
  });

  describe('to a browser (Web Push)', () => {
    it('the tests open the example of RFC 8291, appendix A', () => {
      const ecdh = createECDH('prime256v1');
      ecdh.setPrivateKey('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url');
      const body =
        'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A' +
        '_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN';
      const auth = Buffer.from('BTBZMqHH6r4Tts7J_aSIgg', 'base64url');
      const plain = decryptPush(Buffer.from(body, 'base64url'), ecdh, auth);
      expect(plain.toString()).toBe('When I grow up, I want to be a watermelon');
    });

    it('reach it encrypted with its keys, and signed with ours', async () => {
      const person = await t.as.verifiedUser();
      const endpoint = await subscribe(t.http, browsers, person);
      const { body } = await send(person, {
        body: 'Über den Entwurf 🎉',
        data: { room: '7' },
        urgency: 'low',
        ttl: 60,
      });
      const shown = await browsers.find(endpoint);
      expect(shown).toMatchObject({
        id: body.id,
        kind: 'message',
        title: 'Hello',
        body: 'Über den Entwurf 🎉',
        data: { room: '7' },
        silent: false,
      });
      expect(shown.headers).toMatchObject({ urgency: 'low', ttl: expect.stringMatching(/^(5\d|60)$/) });
    });

    it.each([404, 410])('end with the subscription where the service answers %d', async (status) => {
      const person = await t.as.verifiedUser();
      const endpoint = await subscribe(t.http, browsers, person);
      browsers.overrideReply = (_call, to) => (to === endpoint ? { status } : undefined);
      await send(person);
      await waitFor(async () => (await stateOf(person))[0] === 'gone', 'the subscription is gone');
      expect(await pushEnabled(person)).toBe(false);
    });

    it('go to no address inside, though it was registered when that was allowed', async () => {
      const person = await t.as.verifiedUser();
      await subscribe(t.http, browsers, person);
      const inside = ['http://127.0.0.1:9/a', 'https://10.0.0.1/a', 'https://localhost/a'];
      for (const endpoint of inside) {
        await subscribe(t.http, browsers, person);
        await t.db.query('UPDATE sessions SET push_token = $2 WHERE id = $1', [deviceOf(person), endpoint]);
        await send(person);
        await waitFor(async () => (await stateOf(person)).every((state: string) => state === 'gone'), 'it is gone');
        expect(await pushEnabled(person)).toBe(false);
      }
      const answers = await t.db.query('SELECT DISTINCT last_answer FROM deliveries WHERE user_id = $1', [person.id]);
      expect(answers).toEqual([{ last_answer: 'endpoint not allowed' }]);
    });

    it('follow no redirect', async () => {
      const person = await t.as.verifiedUser();
      const endpoint = await subscribe(t.http, browsers, person);
      const elsewhere = browsers.subscribe().endpoint;
      browsers.overrideReply = (_call, to) =>
        to === endpoint ? { status: 307, headers: { location: elsewhere } } : undefined;
      await send(person);
      await waitFor(async () => (await stateOf(person))[0] === 'rejected', 'it is refused');
      expect(browsers.calls.filter(({ path }) => elsewhere.endsWith(path))).toEqual([]);
    });
  });

  it('reach all devices of a user, and say why not others', async () => {
    const phone = newToken();
    const person = await t.as.verifiedUser({ device_token: phone });
    const browser = await t.as.signIn(person);
    const endpoint = await subscribe(t.http, browsers, browser);
    const bare = await t.as.signIn(person);
    const { body } = await send(person);
    expect(body.devices.map(({ id }: { id: string }) => id).sort()).toEqual([person, browser].map(deviceOf).sort());
    expect(body.skipped).toEqual([{ id: deviceOf(bare), reason: 'no_push_token' }]);
    await Promise.all([fcm.find(phone), browsers.find(endpoint)]);
  });

  it('with one collapse key replace each other, those of another sender not', async () => {
    const phone = newToken();
    const person = await t.as.verifiedUser({ device_token: phone });
    const other = serviceToken(t.app, ['push.send'], 'calendar');
    const body = { title: 'Hello', collapse_key: 'room-7 with spaces, and rather a long name' };
    await send(person, body);
    const one = await fcm.find(phone);
    await send(person, body);
    const two = await fcm.find(phone, 2);
    await t.http.post(`/api/users/${person.id}/notifications`, body, { token: other });
    const three = await fcm.find(phone, 3);
    expect(one.tag).toMatch(/^[\w-]{32}$/);
    expect(two.tag).toBe(one.tag);
    expect(three.tag).not.toBe(one.tag);
    expect(one.headers.message).toMatchObject({ android: { collapse_key: one.tag } });
  });

  it('wait as long as the provider asks, whatever the device', async () => {
    const phones = [newToken(), newToken()];
    const people = await Promise.all(phones.map((phone) => t.as.verifiedUser({ device_token: phone })));
    let refusedAt = 0;
    fcm.overrideReply = () => {
      if (refusedAt) return undefined;
      refusedAt = Date.now();
      return { ...fcmRefusal(429, 'RESOURCE_EXHAUSTED', 'QUOTA_EXCEEDED'), headers: { 'retry-after': '3' } };
    };
    await send(people[0]!);
    await waitFor(() => refusedAt > 0, 'it was refused');
    // What was on its way when the refusal came back may still be tried.
    await waitFor(
      async () =>
        (await t.db.query('SELECT 1 FROM deliveries WHERE user_id = $1 AND attempts = 1', [people[0]!.id]))[0],
      'the refusal is noted',
    );
    await send(people[1]!);
    for (const phone of phones) expect((await fcm.find(phone)).at - refusedAt).toBeGreaterThanOrEqual(3000);
  });

  describe('sent again with the same Idempotency-Key', () => {
    it('get the same answer, and are shown once; even all at once', async () => {
      const phone = newToken();
      const person = await t.as.verifiedUser({ device_token: phone });
      const headers = { 'idempotency-key': `"${newToken()}"` };
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => send(person, { data: { a: '1', b: '2' } }, headers)),
      );
      const again = await send(
        person,
        { data: { b: '2', a: '1' } },
        { 'idempotency-key': headers['idempotency-key'].slice(1, -1) },
      );
      for (const { status, body } of [...answers, again]) expect([status, body]).toEqual([202, answers[0]!.body]);
      await fcm.find(phone);
      expect(await stateOf(person)).toHaveLength(1);
    });

    it('are refused where they say something else; elsewhere the key is another', async () => {
      const [one, two] = [await t.as.verifiedUser(), await t.as.verifiedUser()];
      const headers = { 'idempotency-key': newToken() };
      const first = await send(one, {}, headers);
      expect(problemSummary(await send(one, { title: 'Other' }, headers))).toEqual([422, 'idempotency_key_reused']);
      expect((await send(two, {}, headers)).body.id).not.toBe(first.body.id);
      const other = serviceToken(t.app, ['push.send'], 'calendar');
      const theirs = await t.http.post(
        `/api/users/${one.id}/notifications`,
        { title: 'Hello' },
        { token: other, headers },
      );
      expect(theirs.body.id).not.toBe(first.body.id);
    });

    it('are new after a day, and where the first one failed', async () => {
      const person = await t.as.verifiedUser();
      const headers = { 'idempotency-key': newToken() };
      const ghost = { ...person, id: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' };
      for (let n = 0; n < 2; n++)
        expect(problemSummary(await send(ghost, {}, headers))).toEqual([404, 'user_not_found']);
      const first = await send(person, {}, headers);
      await t.db.query(`UPDATE notification_requests SET created_at = now() - interval '25 h'`);
      expect((await send(person, {}, headers)).body.id).not.toBe(first.body.id);
      expect(problemSummary(await send(person, {}, { 'idempotency-key': 'two words' }))).toEqual([
        400,
        'validation_failed',
        'Idempotency-Key invalid_key',
      ]);
    });
  });

  it('go to many at once; the unknown are counted', async () => {
    const phones = [newToken(), newToken(), newToken()];
    const people = await Promise.all(phones.map((phone) => t.as.verifiedUser({ device_token: phone })));
    await t.as.signIn(people[0]!);
    const ghosts = ['0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41'];
    const user_ids = [...people.map(({ id }) => id), people[0]!.id.toUpperCase(), ...ghosts];
    const { status, body } = await t.http.post('/api/notifications', { user_ids, title: 'Maintenance' }, { token });
    expect([status, body]).toEqual([
      202,
      { id: anId, users: 3, unknown_users: 1, devices: 3, skipped: { no_push_token: 1 } },
    ]);
    for (const phone of phones) expect((await fcm.find(phone)).id).toBe(body.id);
  });

  it('are for services with the scope, and say all that is wrong with them', async () => {
    const person = await t.as.verifiedUser();
    const path = `/api/users/${person.id}/notifications`;
    const body = { title: 'Hello' };
    expect(problemSummary(await t.http.post(path, body))).toEqual([401, 'not_authenticated']);
    expect(problemSummary(await t.http.post(path, body, { token: person.access }))).toEqual([
      403,
      'insufficient_scope',
    ]);
    const other = serviceToken(t.app, ['authorization.read']);
    expect(problemSummary(await t.http.post(path, body, { token: other }))).toEqual([403, 'insufficient_scope']);
    expect(
      problemSummary(
        await send(person, {
          title: '',
          kind: 'security',
          data: { from: 'me', n: 1 },
          urgency: 'panic',
          ttl: -1,
          only_if_offline: 'yes',
          sound: 'loud',
        }),
      ),
    ).toEqual([
      400,
      'validation_failed',
      'data invalid_key',
      'data invalid_value',
      'kind invalid_choice',
      'only_if_offline invalid_type',
      'sound unknown_field',
      'title too_short',
      'ttl out_of_range',
      'urgency invalid_choice',
    ]);
    expect(problemSummary(await send(person, { data: { big: '🎉'.repeat(750) } }))).toEqual([
      400,
      'validation_failed',
      'data too_large',
    ]);
    expect(problemSummary(await send(person, { body: '🎉'.repeat(750) }))).toEqual([
      400,
      'validation_failed',
      'data too_large',
    ]);
    const many = (user_ids: unknown) => t.http.post('/api/notifications', { title: 'Hello', user_ids }, { token });
    expect(problemSummary(await many([]))).toEqual([400, 'validation_failed', 'user_ids invalid_length']);
    expect(problemSummary(await many(Array(1001).fill(person.id)))).toEqual([
      400,
      'validation_failed',
      'user_ids invalid_length',
    ]);
    expect(problemSummary(await many('all'))).toEqual([400, 'validation_failed', 'user_ids invalid_type']);
    expect(problemSummary(await many([person.id, 7]))).toEqual([400, 'validation_failed', 'user_ids invalid_id']);
    expect(problemSummary(await many(undefined))).toEqual([400, 'validation_failed', 'user_ids required']);
  });

  it('lie encrypted in the database', async () => {
    const person = await t.as.verifiedUser();
    await subscribe(t.http, browsers, person);
    await send(person, { body: 'a secret of two people' });
    for (const table of ['notifications', 'deliveries'])
      expect(JSON.stringify(await t.db.query(`SELECT * FROM ${table}`))).not.toContain('a secret of two people');
    expect(await dumpJobs(t.db)).not.toContain('a secret of two people');
    const [{ push_keys }] = await t.db.query('SELECT push_keys FROM sessions WHERE id = $1', [deviceOf(person)]);
    expect(push_keys).not.toMatch(/p256dh|auth/);
    const [{ sealed_private_key }] = await t.db.query('SELECT * FROM web_push_keys');
    expect(Buffer.from(sealed_private_key, 'base64url').length).toBeGreaterThan(32 + 28);
  });
});

describe('without a service account of FCM', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  it('a phone is skipped, and the sender gets the reason', async () => {
    const person = await t.as.verifiedUser({ device_token: newToken() });
    const { status, body } = await t.http.post(
      `/api/users/${person.id}/notifications`,
      { title: 'Hello' },
      { token: serviceToken(t.app, ['push.send']) },
    );
    expect(status).toBe(202);
    expect(body).toMatchObject({ devices: [], skipped: [{ id: deviceOf(person), reason: 'provider_not_set_up' }] });
  });

  it('the key for browsers is there, and stays', async () => {
    const key = (await t.http.get('/api/push/web-key')).body.public_key;
    expect(Buffer.from(key, 'base64url')).toHaveLength(65);
    const again = await testApp({ DATABASE_URL: t.databaseUrl, SECRET_KEY: undefined, DATA_DIR: t.dataDir });
    expect((await again.http.get('/api/push/web-key')).body.public_key).toBe(key);
    await again.close();
  });
});
