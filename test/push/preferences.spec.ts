import { SocketNotifier, RecipientStatusService, type RecipientStatus } from '#push';
import { makeJobsDue } from '../support/jobs';
import type { TestUser } from '../support/test-users';
import { deviceOf } from '../support/push/devices';
import { FcmService } from '../support/push/fcm-service';
import { serviceToken } from '../support/service-token';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

let count = 0;

describe('notification preferences', () => {
  let t: TestApp;
  let fcm: FcmService;
  let token: string;
  let phone: string;
  let person: TestUser;
  /** What the presence module will answer. */
  const statuses = new Map<string, RecipientStatus>();
  beforeAll(async () => {
    fcm = await FcmService.open();
    t = await testApp(fcm.env);
    token = serviceToken(t.app, ['push.send']);
    jest
      .spyOn(t.app.get(RecipientStatusService), 'statusesOf')
      .mockImplementation(async (ids) => new Map(ids.map((id) => [id, statuses.get(id) ?? 'offline'])));
  });
  beforeEach(async () => {
    phone = `phone-${++count}`;
    person = await t.as.verifiedUser({ device_token: phone });
  });
  afterAll(async () => {
    await t.close();
    await fcm.close();
  });

  const path = '/api/notification-preferences';
  const read = async () => (await t.http.get(path, { token: person.access })).body;
  const choose = (body: object) => t.http.put(path, body, { token: person.access });
  const send = async (body: object = {}, to = person) =>
    (await t.http.post(`/api/users/${to.id}/notifications`, { title: 'Hello', ...body }, { token })).body;
  const state = async ({ id }: { id: string }) =>
    (await t.db.query('SELECT state FROM deliveries WHERE notification_id = $1', [id]))[0]?.state;
  const jobAt = async ({ id }: { id: string }): Promise<Date | undefined> =>
    (await t.db.query(`SELECT run_at FROM graphile_worker.jobs WHERE key = $1`, [`notify_user:${id}:${person.id}`]))[0]
      ?.run_at;
  const now = ({ id }: { id: string }) => makeJobsDue(t.db, `notify_user:${id}:${person.id}`);
  const isSilent = (shown: { headers: object }) =>
    (shown.headers as { message: { android: { notification: { default_sound?: boolean } } } }).message.android
      .notification.default_sound !== true;
  /** Quiet hours that hold now, or that begin in three hours. */
  const hours = (from: number, to: number) => {
    const clock = (hour: number) => `${String((new Date().getUTCHours() + 24 + hour) % 24).padStart(2, '0')}:00`;
    return { from: clock(from), to: clock(to), time_zone: 'UTC' };
  };

  describe('GET and PUT /api/notification-preferences', () => {
    it('answer the defaults, and then what was chosen; omitted fields stay unchanged', async () => {
      const defaults = await read();
      expect(defaults).toEqual({
        kinds: {
          message: { push: true, mail: false, socket: true },
          mention: { push: true, mail: true, socket: true },
          call: { push: true, mail: false, socket: true },
          system: { push: true, mail: true, socket: true },
          security: { push: true, mail: true, socket: true },
        },
        quiet_hours: null,
        dnd: 'silent',
      });
      const quiet_hours = { from: '22:00', to: '07:00', time_zone: 'Europe/Berlin', days: ['fri', 'sat'] };
      const chosen = await choose({ kinds: { message: { push: false } }, quiet_hours, dnd: 'hold' });
      const message = { push: false, mail: false, socket: true };
      const expected = { kinds: { ...defaults.kinds, message }, quiet_hours, dnd: 'hold' };
      expect([chosen.status, chosen.body]).toEqual([200, expected]);
      await choose({ kinds: { message: { mail: true }, security: { push: false, mail: true } } });
      const changed = {
        ...expected.kinds,
        message: { ...message, mail: true },
        security: { push: false, mail: true, socket: true },
      };
      expect(await read()).toEqual({ ...expected, kinds: changed });
      expect((await choose({ quiet_hours: null })).body).toEqual({ ...expected, kinds: changed, quiet_hours: null });
      expect((await choose({})).body).toEqual(await read());
    });

    it('keep what many edits at once have chosen', async () => {
      await Promise.all(
        ['message', 'mention', 'call', 'system'].map((kind) => choose({ kinds: { [kind]: { socket: false } } })),
      );
      const { kinds } = await read();
      expect(['message', 'mention', 'call', 'system', 'security'].map((kind) => kinds[kind].socket)).toEqual([
        false,
        false,
        false,
        false,
        true,
      ]);
    });

    it('name all faults at once; mails about security stay', async () => {
      expect(
        problemSummary(
          await choose({
            kinds: { security: { mail: false }, gossip: {}, call: { push: 'no' } },
            quiet_hours: { from: '24:00', to: '7', time_zone: '+02:00', days: ['someday'] },
            dnd: 'never',
          }),
        ),
      ).toEqual([
        400,
        'validation_failed',
        'dnd invalid_choice',
        'kinds.call.push invalid_type',
        'kinds.gossip unknown_field',
        'kinds.security.mail always_on',
        'quiet_hours.days invalid_choice',
        'quiet_hours.from invalid_time',
        'quiet_hours.time_zone unknown_time_zone',
        'quiet_hours.to invalid_time',
      ]);
    });
  });

  it('what is switched off is not pushed', async () => {
    await choose({ kinds: { message: { push: false } } });
    expect(await send()).toMatchObject({
      devices: [],
      skipped: [{ id: deviceOf(person), reason: 'switched_off' }],
    });
    expect(await send({ kind: 'call' })).toMatchObject({ devices: [{ id: deviceOf(person) }] });
    expect((await fcm.find(phone)).kind).toBe('call');
    expect(fcm.to(phone)).toHaveLength(1);
  });

  describe('a user with "do not disturb"', () => {
    beforeEach(() => statuses.set(person.id, 'dnd'));

    it('is notified without sound', async () => {
      await send({ urgency: 'high' });
      const shown = await fcm.find(phone);
      expect(isSilent(shown)).toBe(true);
      expect(shown.headers.message).toMatchObject({ android: { priority: 'NORMAL' } });
    });

    it('or, having chosen so, when that is over', async () => {
      await choose({ dnd: 'hold' });
      const sent = await send();
      const runAt = await waitFor(async () => {
        const at = await jobAt(sent);
        return at && at > new Date() ? at : undefined;
      }, 'it is held');
      expect(runAt.getTime() - Date.now()).toBeLessThanOrEqual(60_000);
      await now(sent);
      await waitFor(async () => ((await jobAt(sent)) ?? 0) > runAt, 'it is held again');
      expect(fcm.to(phone)).toEqual([]);
      statuses.set(person.id, 'offline');
      await now(sent);
      expect(isSilent(await fcm.find(phone))).toBe(false);
    });
  });

  describe('in quiet hours', () => {
    it('they are notified without sound, in others with', async () => {
      await choose({ quiet_hours: hours(-1, 2) });
      await send();
      expect(isSilent(await fcm.find(phone))).toBe(true);
      await choose({ quiet_hours: hours(3, 5) });
      await send();
      expect(isSilent(await fcm.find(phone, 2))).toBe(false);
    });

    it('or, having chosen so, when they end; what is worth nothing then is dropped', async () => {
      await choose({ quiet_hours: hours(-1, 2), dnd: 'hold' });
      const sent = await send();
      const runAt = await waitFor(async () => {
        const at = await jobAt(sent);
        return at && at > new Date() ? at : undefined;
      }, 'it is held');
      const end = new Date();
      end.setUTCHours(end.getUTCHours() + 2, 0, 0, 0);
      // The hour may have turned since.
      expect(Math.abs(runAt.getTime() - end.getTime())).toBeLessThanOrEqual(3_600_000);
      expect([runAt.getUTCMinutes(), runAt.getUTCSeconds()]).toEqual([0, 0]);
      const short = await send({ ttl: 60 });
      await waitFor(async () => (await state(short)) === 'expired', 'it is dropped');
      await choose({ quiet_hours: null });
      await now(sent);
      await fcm.find(phone);
      expect(fcm.to(phone)).toHaveLength(1);
    });
  });

  describe('a user who is online', () => {
    beforeEach(() => statuses.set(person.id, 'online'));

    it('is notified by an open app, and by devices only where none accepts it; the sender sees no difference', async () => {
      const socket = jest.spyOn(t.app.get(SocketNotifier), 'deliver').mockResolvedValueOnce(2);
      const shown = await send({ data: { room: '7' } });
      await waitFor(async () => (await state(shown)) === 'shown', 'it is shown');
      expect(socket).toHaveBeenCalledWith(
        person.id,
        {
          id: shown.id,
          kind: 'message',
          title: 'Hello',
          body: '',
          data: { room: '7' },
          silent: false,
          sent_at: expect.any(String),
        },
        [],
      );
      const pushed = await send();
      await fcm.find(phone);
      expect(fcm.to(phone).map(({ id }) => id)).toEqual([pushed.id]);
      statuses.set(person.id, 'offline');
      const offline = await send();
      for (const answer of [shown, pushed]) expect({ ...answer, id: '' }).toEqual({ ...offline, id: '' });
      socket.mockRestore();
    });

    it('is left alone where only those who are offline are meant; who is invisible counts as offline', async () => {
      const body = { only_if_offline: true };
      expect(await send(body)).toMatchObject({ devices: [], skipped: [{ id: deviceOf(person), reason: 'online' }] });
      statuses.set(person.id, 'offline');
      const { id, devices } = await send(body);
      expect(devices).toHaveLength(1);
      expect((await fcm.find(phone)).id).toBe(id);
    });
  });

  describe('mails, where no device takes pushes', () => {
    let bare: TestUser;
    beforeEach(async () => {
      bare = person = await t.as.verifiedUser();
    });
    const unsubscribeLink = async (nth = 1) => {
      const { parsed, text } = await t.mailbox.find(bare.email, /notification/i, nth);
      const list = (parsed.headers.get('list') as { unsubscribe?: { url: string } }).unsubscribe!.url;
      expect(text).toContain(list);
      return { link: list, post: parsed.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line };
    };
    const mails = () => t.mailbox.of(bare.email).filter(({ subject }) => /notification/i.test(subject));

    it('go out for what is addressed to them alone', async () => {
      await send({ kind: 'message' }, bare);
      await send({ kind: 'mention', title: 'Grace <mentioned> you', body: 'Line one\nline two' }, bare);
      const mail = await t.mailbox.find(bare.email, /notification/i);
      expect(mail.text).toContain('Grace <mentioned> you');
      expect(mail.html).toContain('Grace &lt;mentioned&gt; you');
      expect(mails()).toHaveLength(1);
    });

    it('have a link that ends them: opening it does nothing, its button does, without a sign-in', async () => {
      await send({ kind: 'mention' }, bare);
      const { link, post } = await unsubscribeLink();
      expect(post).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
      const page = await t.http.get(link);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.body).toContain('<form method="post"');
      expect((await read()).kinds.mention.mail).toBe(true);
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const done = await t.http.post(link, 'List-Unsubscribe=One-Click', { headers });
      expect([done.status, /sign good/.test(done.body)]).toEqual([200, true]);
      expect((await read()).kinds).toMatchObject({ mention: { mail: false }, system: { mail: true } });
      await send({ kind: 'mention' }, bare);
      await send({ kind: 'system', title: 'Later' }, bare);
      await waitFor(() => mails().some(({ text }) => text.includes('Later')), 'the later mail');
      expect(mails()).toHaveLength(2);
    });

    it('take the form of a mail program that sends multipart', async () => {
      await send({ kind: 'mention' }, bare);
      const { link } = await unsubscribeLink();
      const form = new FormData();
      form.append('List-Unsubscribe', 'One-Click');
      expect((await t.http.post(link, form)).body).toMatch(/sign good/);
      expect((await read()).kinds.mention.mail).toBe(false);
    });

    it('know a link that was made up', async () => {
      await send({ kind: 'mention' }, bare);
      const { link } = await unsubscribeLink();
      for (const other of [
        link.replace('.mention.', '.system.'),
        link.replace('.mention.', '.security.'),
        `${link}x`,
        `${t.url}/unsubscribe/x`,
      ])
        expect((await t.http.post(other)).body).toMatch(/sign bad/);
      expect((await read()).kinds).toMatchObject({ mention: { mail: true }, system: { mail: true } });
    });
  });
});
