import type { TestUser } from '../support/test-users';
import { deviceOf } from '../support/push/devices';
import { FcmService } from '../support/push/fcm-service';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';
import { settleAudit } from '../support/settle-audit';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
let count = 0;

describe('notices about security', () => {
  let t: TestApp;
  let fcm: FcmService;
  let person: TestUser;
  let phone: string;
  beforeAll(async () => {
    fcm = await FcmService.open();
    t = await testApp(fcm.env);
  });
  beforeEach(async () => {
    phone = `phone-${++count}`;
    person = await t.as.verifiedUser({ device_token: phone });
  });
  afterAll(async () => {
    await t.close();
    await fcm.close();
  });

  const login = async (userAgent: string, device: object = {}): Promise<TestUser> => {
    const { email, password } = person;
    const { body } = await t.http.post(
      '/api/login',
      { email, password, ...device },
      { headers: { 'user-agent': userAgent } },
    );
    return { ...person, access: body.tokens.access, refresh: body.tokens.refresh };
  };
  const newDeviceMails = () => t.mailbox.of(person.email).filter(({ subject }) => /new device/i.test(subject));
  const idle = () =>
    waitFor(
      async () => (await t.db.query('SELECT 1 FROM graphile_worker.jobs LIMIT 1')).length === 0,
      'there is nothing left to do',
    );
  const link = async (nth = 1) => {
    const { text } = await t.mailbox.find(person.email, /new device/i, nth);
    return /https?:\/\/\S+\/not-me\/\S+/.exec(text)![0];
  };
  const ended = async ({ access }: TestUser) => (await t.http.get('/api/profile', { token: access })).status === 401;

  describe('of a sign-in on a new device', () => {
    it('go by mail, and to the other devices', async () => {
      const stranger = await login(firefox, { device_token: `stranger-${count}` });
      const mail = await t.mailbox.find(person.email, /new device/i);
      expect(mail.text).toMatch(/Firefox on Linux\nIP address 127\.0\.0\.1\n.* UTC/);
      const shown = await fcm.find(phone);
      expect(shown).toMatchObject({
        kind: 'security',
        data: { event: 'new_device', session_id: deviceOf(stranger) },
        body: expect.stringContaining('Firefox on Linux'),
      });
      await idle();
      await settleAudit(t.db);
      expect(fcm.to(`stranger-${count}`)).toEqual([]);
      const audit = await t.db.query(
        `SELECT details FROM audit_log WHERE action = 'session.new_device' AND subject_id = $1`,
        [person.id],
      );
      expect(audit).toEqual([
        { details: { session_id: deviceOf(stranger), device: 'Firefox on Linux', ip: '127.0.0.1' } },
      ]);
    });

    it('come once for each device, and not for one that is known', async () => {
      await login(firefox);
      await login(firefox.replaceAll('140', '141'));
      await login('another', { device_token: phone });
      await idle();
      expect(newDeviceMails()).toHaveLength(1);
      await login(firefox, { device_token: `tablet-${count}` });
      await login(firefox, { device_token: `tablet-${count}` });
      await idle();
      expect(newDeviceMails()).toHaveLength(2);
    });

    it('recognize a device that has logged out', async () => {
      const laptop = await login(firefox, { device_token: `laptop-${count}` });
      await t.http.post('/api/logout', {}, { token: laptop.access });
      await login('another', { device_token: `laptop-${count}` });
      await idle();
      expect(newDeviceMails()).toHaveLength(1);
    });

    it('do not come at a registration', async () => {
      await idle();
      expect(newDeviceMails()).toEqual([]);
      expect(fcm.to(phone)).toEqual([]);
    });

    it('are written in the transaction of the sign-in: one that fails says nothing', async () => {
      const { email } = person;
      await t.http.post('/api/login', { email, password: 'not this one' }, { headers: { 'user-agent': firefox } });
      await idle();
      expect(newDeviceMails()).toEqual([]);
    });

    it('reach the other devices past quiet hours and what holds messages back', async () => {
      await t.http.put(
        '/api/notification-preferences',
        { quiet_hours: { from: '00:00', to: '00:00', time_zone: 'UTC' }, dnd: 'hold' },
        { token: person.access },
      );
      await login(firefox);
      expect((await fcm.find(phone)).kind).toBe('security');
    });
  });

  describe('"That was not me"', () => {
    it('ends that session and starts a password reset; opening the page does nothing yet', async () => {
      const stranger = await login(firefox);
      const address = await link();
      const page = await t.http.get(address);
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(page.body).toContain(`<form method="post" action="${new URL(address).pathname}">`);
      expect(await ended(stranger)).toBe(false);

      const done = await t.http.post(address, '', { headers: form });
      expect([done.status, /sign good/.test(done.body)]).toEqual([200, true]);
      expect([await ended(stranger), await ended(person)]).toEqual([true, false]);
      const { token } = await t.mailbox.find(person.email, /choose a new password/i);
      const reset = { token, new_password: 'quite another secret' };
      expect((await t.http.post('/api/password/reset', reset)).status).toBe(200);
      await settleAudit(t.db);
      const actions = await t.db.query(`SELECT action FROM audit_log WHERE subject_id = $1 ORDER BY seq DESC LIMIT 3`, [
        person.id,
      ]);
      expect(actions.map(({ action }: { action: string }) => action)).toEqual([
        'password.reset',
        'session.disown',
        'password.forgotten',
      ]);
    });

    it('does so for frontends too, and for what came after on that device', async () => {
      await login(firefox, { device_token: `stranger-${count}` });
      const token = (await link()).split('/').at(-1);
      const again = await login(firefox, { device_token: `stranger-${count}` });
      const { status } = await t.http.post('/api/sessions/disown', { token });
      expect([status, await ended(again), await ended(person)]).toEqual([200, true, false]);
    });

    it('is one mail, however often it is pressed, one after the other and at once', async () => {
      const stranger = await login(firefox, { device_token: `stranger-${count}` });
      const address = await link();
      const press = () => t.http.post(address, '', { headers: form });
      const pressed = [await press(), ...(await Promise.all(Array.from({ length: 14 }, press)))];
      expect(new Set(pressed.map(({ status, body }) => `${status} ${/sign good|signed out/.test(body)}`))).toEqual(
        new Set(['200 true']),
      );
      expect(new Set(pressed.map(({ body }) => body)).size).toBe(1);
      await idle();
      const { token } = await t.mailbox.find(person.email, /choose a new password/i);
      expect(t.mailbox.of(person.email).filter(({ subject }) => /choose a new password/i.test(subject))).toHaveLength(
        1,
      );
      const entries = `SELECT action, details->'ended' AS ended FROM audit_log WHERE subject_id = $1
                       AND action IN ('session.disown', 'password.forgotten') ORDER BY seq`;
      const once = [
        { action: 'password.forgotten', ended: null },
        { action: 'session.disown', ended: [deviceOf(stranger)] },
      ];
      await settleAudit(t.db);
      expect(await t.db.query(entries, [person.id])).toEqual(once);

      // Who still has the password comes back on that device: another press ends that too, and the mail is still good.
      const again = await login(firefox, { device_token: `stranger-${count}` });
      await press();
      expect([await ended(again), await ended(person)]).toEqual([true, false]);
      const back = { action: 'session.disown', ended: [deviceOf(again)] };
      expect(await t.db.query(entries, [person.id])).toEqual([...once, back]);
      const reset = { token, new_password: 'quite another secret' };
      expect((await t.http.post('/api/password/reset', reset)).status).toBe(200);
      expect((await press()).status).toBe(200);
      await idle();
      expect(t.mailbox.of(person.email).filter(({ subject }) => /choose a new password/i.test(subject))).toHaveLength(
        1,
      );
    });

    it('makes a change of the address void that was asked for, so that the reset works', async () => {
      const thief = await login(firefox, { device_token: `stranger-${count}` });
      const mine = { new_email: t.as.form().email, password: person.password };
      expect((await t.http.post('/api/email/change', mine, { token: thief.access })).status).toBe(202);
      const { token } = await t.mailbox.find(mine.new_email, /confirm/i);
      await t.http.post(await link(), '', { headers: form });
      expect(problemSummary(await t.http.post('/api/email/confirm', { token }))).toEqual([400, 'invalid_token']);
      const { token: resetToken } = await t.mailbox.find(person.email, /choose a new password/i);
      const reset = { token: resetToken, new_password: 'quite another secret' };
      expect((await t.http.post('/api/password/reset', reset)).status).toBe(200);
    });

    it('leaves its device unknown: each sign-in on it is a notice again', async () => {
      const stranger = { device_token: `stranger-${count}` };
      await login(firefox, stranger);
      await login(firefox, stranger);
      await t.http.post(await link(), '', { headers: form });
      await login(firefox, stranger);
      await link(2);
      expect(newDeviceMails()).toHaveLength(2);
    });

    it('at once with changes of the password waits for them, and they for it', async () => {
      for (let i = 0; i < 5; i++) {
        await login(firefox, { device_token: `stranger-${count}-${i}` });
        const address = await link(i + 1);
        const passwords = [person.password, `quite another secret ${i}`];
        const [current_password, new_password] = passwords;
        const answers = await Promise.all([
          t.http.post(address, '', { headers: form }),
          t.http.post('/api/password/change', { current_password, new_password }, { token: person.access }),
          t.http.post(address, '', { headers: form }),
        ]);
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
        person.password = new_password!;
      }
    });

    it('has a link for each device, in whatever order they are used', async () => {
      const one = await login(firefox);
      const first = await link();
      const two = await login('curl/8.5.0');
      await link(2);
      await t.http.post(first, '', { headers: form });
      expect([await ended(one), await ended(two)]).toEqual([true, false]);
      expect((await t.http.post(await link(2), '', { headers: form })).body).toMatch(/sign good/);
      expect(await ended(two)).toBe(true);
    });

    it('knows a link that was made up, or is of a session long forgotten', async () => {
      const stranger = await login(firefox);
      const address = await link();
      const [id, mac] = address.split('/').at(-1)!.split('.') as [string, string];
      const disown = async (token: string) => problemSummary(await t.http.post('/api/sessions/disown', { token }));
      for (const token of ['x', `${id}.`, `${id}.${mac.replaceAll(/./g, 'A')}`, `${deviceOf(person)}.${mac}`])
        expect(await disown(token)).toEqual([400, 'invalid_token']);
      expect(await ended(stranger)).toBe(false);
      await t.db.query('DELETE FROM sessions WHERE id = $1', [id]);
      expect(await disown(`${id}.${mac}`)).toEqual([400, 'token_expired']);
    });
  });

  it('of a new password go to the device that changed it by mail alone, as all others are signed out', async () => {
    await t.http.post(
      '/api/password/change',
      { current_password: person.password, new_password: 'quite another secret' },
      { token: person.access },
    );
    await t.mailbox.find(person.email, /password was changed/i);
    await idle();
    expect(fcm.to(phone)).toEqual([]);
  });

  it('of a new e-mail address go to the devices', async () => {
    const new_email = t.as.form().email;
    await t.http.post('/api/email/change', { new_email, password: person.password }, { token: person.access });
    const { token } = await t.mailbox.find(new_email, /confirm/i);
    await t.http.post('/api/email/confirm', { token });
    expect((await fcm.find(phone)).data).toEqual({ event: 'email_changed' });
  });

  it('of a refresh token used twice go to the devices that are left', async () => {
    const laptop = await t.as.signIn(person, { device_token: `laptop-${count}` });
    await idle();
    const { body } = await t.http.post('/api/token/refresh', { refresh: laptop.refresh });
    await t.http.post('/api/token/refresh', { refresh: body.refresh });
    await t.http.post('/api/token/refresh', { refresh: laptop.refresh });
    const shown = await fcm.find(phone, 2);
    expect(shown.data).toEqual({ event: 'session_reuse', session_id: deviceOf(laptop) });
    await idle();
    expect(fcm.to(`laptop-${count}`)).toEqual([]);
  });

  it('are not pushed to who has switched that off, but mailed', async () => {
    await t.http.put(
      '/api/notification-preferences',
      { kinds: { security: { push: false } } },
      { token: person.access },
    );
    await login(firefox);
    await link();
    await idle();
    expect(fcm.to(phone)).toEqual([]);
  });
});
