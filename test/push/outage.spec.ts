import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase } from '../support/database';
import { freePort } from '../../tools/free-port';
import type { HttpClient } from '../support/http-client';
import { Mailbox } from '../support/mailbox';
import { TestUsers, type TestUser } from '../support/test-users';
import { ServiceProcess } from '../support/service-process';
import { subscribe } from '../support/push/devices';
import { FcmService, fcmError } from '../support/push/fcm-service';
import type { ProviderServer } from '../support/push/provider-server';
import { WebPushService } from '../support/push/web-push-service';
import { serviceToken, serviceTokenOfProcess } from '../support/service-token';
import { testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

/** Each goes to 3 devices. */
const NOTIFICATIONS = Number(process.env.PUSH_NOTIFICATIONS ?? 60);
/** Pushes that a process sends at once (libs/platform, `CONCURRENCY`). */
const PUSHES_AT_ONCE = 4;
const SENDERS = 8;
const LIMIT_MS = 60_000 + NOTIFICATIONS * 300;

jest.setTimeout(2 * LIMIT_MS);

interface Device {
  server: ProviderServer;
  address: string;
}

/** Two phones and a browser of one person. */
async function threeDevices(http: HttpClient, as: TestUsers, fcm: FcmService, browsers: WebPushService) {
  const person = await as.verifiedUser({ device_token: 'phone' });
  await as.signIn(person, { device_token: 'tablet' });
  const endpoint = await subscribe(http, browsers, await as.signIn(person));
  const devices: Device[] = [
    { server: fcm, address: 'phone' },
    { server: fcm, address: 'tablet' },
    { server: browsers, address: endpoint },
  ];
  return { person, devices };
}

/** @returns the ids of all that were accepted */
async function sendAll(http: HttpClient, token: string, { id }: TestUser): Promise<string[]> {
  const ids: string[] = [];
  let sent = 0;
  const sender = async () => {
    while (sent < NOTIFICATIONS) {
      const n = sent++;
      const { status, body } = await http.post(`/api/users/${id}/notifications`, { title: `Number ${n}` }, { token });
      expect(status).toBe(202);
      ids.push(body.id);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return ids;
}

/** Notices about the sign-ins of its other devices come to a device as well; they are not what is counted. */
const idsOn = ({ server, address }: Device) =>
  server
    .to(address)
    .filter(({ kind }) => kind !== 'security')
    .map(({ id }) => id);
const have = (devices: Device[], ids: string[]) => devices.every((device) => new Set(idsOn(device)).size >= ids.length);

describe('while providers stumble', () => {
  let fcm: FcmService;
  let browsers: WebPushService;
  let mailbox: Mailbox;
  let running: ServiceProcess | undefined;
  beforeEach(async () => {
    [fcm, browsers, mailbox] = await Promise.all([FcmService.open(), WebPushService.open(), Mailbox.open()]);
  });
  afterEach(async () => {
    await running?.kill();
    await Promise.all([fcm.close(), browsers.close(), mailbox.close()]);
  });

  it('with 500, and with 429 and Retry-After: each device gets each notification exactly once', async () => {
    const t = await testApp({ ...fcm.env, PUSH_TRUSTED_ORIGINS: browsers.origin });
    const { person, devices } = await threeDevices(t.http, t.as, fcm, browsers);
    for (const server of [fcm, browsers]) {
      let calls = 0;
      server.overrideReply = () => {
        calls++;
        if (calls < NOTIFICATIONS) return { status: 500 };
        if (calls < NOTIFICATIONS * 1.2)
          return { ...fcmError(429, 'RESOURCE_EXHAUSTED', 'QUOTA_EXCEEDED'), headers: { 'retry-after': '1' } };
        return undefined;
      };
    }
    const ids = await sendAll(t.http, serviceToken(t.app, ['push.send']), person);
    await waitFor(() => have(devices, ids), 'every device has every notification', LIMIT_MS);
    await waitFor(
      async () => (await t.db.query("SELECT 1 FROM deliveries WHERE state = 'waiting' LIMIT 1")).length === 0,
      'all is noted',
    );
    for (const device of devices) expect(idsOn(device).sort()).toEqual([...ids].sort());
    await t.close();
  });

  it('and Retry-After lasts longer than the notification is worth: it is dropped', async () => {
    const t = await testApp(fcm.env);
    const person = await t.as.verifiedUser({ device_token: 'phone' });
    fcm.overrideReply = () => ({ status: 503, headers: { 'retry-after': '120' } });
    const token = serviceToken(t.app, ['push.send']);
    await t.http.post(`/api/users/${person.id}/notifications`, { title: 'Hello', ttl: 60 }, { token });
    const state = async () => (await t.db.query('SELECT state FROM deliveries'))[0]?.state;
    await waitFor(async () => (await state()) === 'expired', 'it has expired');
    expect([fcm.to('phone'), fcm.calls.length]).toEqual([[], 1]);
    await t.close();
  });

  it('mails go out all the same', async () => {
    const t = await testApp(fcm.env);
    const person = await t.as.verifiedUser({ device_token: 'phone' });
    let hanging = 0;
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    fcm.delayReplies = () => (hanging++, released);
    const token = serviceToken(t.app, ['push.send']);
    for (let n = 0; n < 2 * PUSHES_AT_ONCE; n++)
      await t.http.post(`/api/users/${person.id}/notifications`, { title: 'Hello' }, { token });
    await waitFor(() => hanging >= PUSHES_AT_ONCE, 'all that may push are waiting');
    await t.http.post('/api/password/forgot', { email: person.email });
    await t.mailbox.find(person.email, /new password/i);
    expect(hanging).toBe(PUSHES_AT_ONCE);
    release();
    await waitFor(() => hanging === 2 * PUSHES_AT_ONCE, 'the others go out too');
    await t.close();
  });

  it('kill -9 in the middle loses none; what was on its way may come twice, and replaces its first copy', async () => {
    const [{ url, drop }, dataDir, port] = await Promise.all([
      freshDatabase(),
      mkdtemp(join(tmpdir(), 'collabsphere-push-')),
      freePort(),
    ]);
    const secretKey = randomBytes(32).toString('base64');
    const env = {
      PORT: String(port),
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      SECRET_KEY: secretKey,
      SMTP_URL: mailbox.url,
      BCRYPT_COST: '4',
      RATE_LIMIT_SCALE: '100000',
      LOG_LEVEL: 'warn',
      PUSH_TRUSTED_ORIGINS: browsers.origin,
      ...fcm.env,
    };
    const victim = (running = await ServiceProcess.start(env));
    const { person, devices } = await threeDevices(victim.http, new TestUsers(victim.http, mailbox), fcm, browsers);
    const issuer = `http://localhost:${port}`;
    const token = await serviceTokenOfProcess({ issuer, databaseUrl: url, secretKey }, ['push.send']);
    const shown = () => fcm.notifications.length + browsers.notifications.length;
    // The provider has it, and its answer is on the way for a while: that is where the kill falls.
    fcm.delayReplies = browsers.delayReplies = () => sleep(20);

    const ids = await sendAll(victim.http, token, person);
    await waitFor(() => shown() > NOTIFICATIONS, 'pushes are under way', LIMIT_MS);
    await victim.kill();
    expect(shown()).toBeLessThan(3 * NOTIFICATIONS);
    running = await ServiceProcess.start(env);
    await waitFor(() => have(devices, ids), 'every device has every notification', LIMIT_MS);
    await sleep(1000);

    let twice = 0;
    for (const { server, address } of devices)
      for (const id of ids) {
        const copies = server.to(address).filter((one) => one.id === id);
        expect([1, 2]).toContain(copies.length);
        expect(new Set(copies.map(({ tag }) => tag)).size).toBe(1);
        twice += copies.length - 1;
      }
    expect(twice).toBeLessThanOrEqual(PUSHES_AT_ONCE);
    await running.kill();
    await drop();
    await rm(dataDir, { recursive: true, force: true });
  });
});
