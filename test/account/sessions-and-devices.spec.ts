import { claimsOf } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { aSentence, aTime, anId, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const sid = ({ access }: TestUser): string => claimsOf(access).sid;

describe('sessions and devices', () => {
  let t: TestApp;
  let phone: TestUser;
  let laptop: TestUser;
  let stranger: TestUser;
  beforeAll(async () => {
    t = await testApp();
    stranger = await t.as.verifiedUser({ device_token: 'stranger' });
  });
  beforeEach(async () => {
    phone = await t.as.verifiedUser({ device_token: 'my-phone', device_type: 'android', device_name: 'Pixel' });
    const { email, password } = phone;
    const login = await t.http.post('/api/login', { email, password }, { headers: { 'user-agent': firefox } });
    laptop = { ...phone, access: login.body.tokens.access, refresh: login.body.tokens.refresh };
  });
  afterAll(() => t.close());

  const list = async (what: 'sessions' | 'devices', as: TestUser) =>
    (await t.http.get(`/api/${what}`, { token: as.access })).body.items;
  const mayRead = async ({ access }: TestUser) => (await t.http.get('/api/profile', { token: access })).status === 200;
  const mayRefresh = async ({ refresh }: TestUser) =>
    (await t.http.post('/api/token/refresh', { refresh })).status === 200;
  const ended = async (person: TestUser) => !(await mayRead(person)) && !(await mayRefresh(person));

  it('lists IP address, user agent and start of each session; last active first', async () => {
    const { status, body } = await t.http.get('/api/sessions', { token: laptop.access });
    const about = { ip: '127.0.0.1', created_at: aTime, last_active_at: aTime };
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        {
          id: sid(laptop),
          device: { name: null, type: null },
          user_agent: 'Firefox on Linux',
          current: true,
          ...about,
        },
        {
          id: sid(phone),
          device: { name: 'Pixel', type: 'android' },
          user_agent: expect.any(String),
          current: false,
          ...about,
        },
      ],
      next_cursor: null,
    });
  });

  it('lists each device and whether it has a push token, but not the token', async () => {
    const { status, body } = await t.http.get('/api/devices', { token: phone.access });
    const about = { created_at: aTime, last_active_at: aTime };
    expect(status).toBe(200);
    expect(body.items).toEqual([
      {
        id: sid(laptop),
        name: 'Firefox on Linux',
        type: null,
        push_enabled: false,
        push_kind: null,
        current: false,
        ...about,
      },
      { id: sid(phone), name: 'Pixel', type: 'android', push_enabled: true, push_kind: 'fcm', current: true, ...about },
    ]);
    expect(JSON.stringify(body)).not.toContain('my-phone');
  });

  it.each(['sessions', 'devices'])('gives %s in pages', async (what) => {
    const third = await t.as.signIn(phone);
    const page = (query: string) => t.http.get(`/api/${what}?${query}`, { token: third.access });
    const first = (await page('limit=2')).body;
    const second = (await page(`limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).toEqual(
      [third, laptop, phone].map(sid),
    );
    expect(second.next_cursor).toBeNull();
    expect(problemSummary(await page('limit=0'))).toEqual([400, 'validation_failed', 'limit out_of_range']);
    expect(problemSummary(await page('limit=101'))).toEqual([400, 'validation_failed', 'limit out_of_range']);
    expect(problemSummary(await page('cursor=abc'))).toEqual([400, 'validation_failed', 'cursor invalid_cursor']);
    expect(problemSummary(await page('page=2'))).toEqual([400, 'validation_failed', 'page unknown_field']);
  });

  it('shows the last active first', async () => {
    await t.http.post('/api/token/refresh', { refresh: phone.refresh });
    expect((await list('sessions', laptop)).map(({ id }: { id: string }) => id)).toEqual([phone, laptop].map(sid));
  });

  describe('log out', () => {
    it('of this session, at once, and of no other; the push token goes', async () => {
      const { status, body } = await t.http.post('/api/logout', {}, { token: phone.access });
      expect([status, body]).toEqual([200, { message: aSentence }]);
      expect([await ended(phone), await ended(laptop)]).toEqual([true, false]);
      expect(await list('devices', laptop)).toHaveLength(1);
      const [{ push_token }] = await t.db.query('SELECT push_token FROM sessions WHERE id = $1', [sid(phone)]);
      expect(push_token).toBeNull();
    });

    it('without a body; a second time the session does not exist any more', async () => {
      const logout = () => t.http.post('/api/logout', undefined, { token: phone.access });
      expect((await logout()).status).toBe(200);
      expect(problemSummary(await logout())).toEqual([401, 'invalid_token']);
    });

    it('and others see it', async () => {
      const isOnline = async () =>
        (await t.http.get(`/api/users/${phone.id}`, { token: stranger.access })).body.is_online;
      await t.http.post('/api/logout', {}, { token: phone.access });
      expect(await isOnline()).toBe(true);
      await t.http.post('/api/logout', {}, { token: laptop.access });
      expect(await isOnline()).toBe(false);
    });
  });

  it.each(['sessions', 'devices'])('DELETE /api/%s/{id} ends that one at once', async (what) => {
    const { status, body } = await t.http.delete(`/api/${what}/${sid(phone)}/`, { token: laptop.access });
    expect([status, body]).toEqual([204, '']);
    expect([await ended(phone), await ended(laptop)]).toEqual([true, false]);
    expect(await list('devices', laptop)).toHaveLength(1);
  });

  it('DELETE /api/sessions ends all but this one', async () => {
    const third = await t.as.signIn(phone);
    expect((await t.http.delete('/api/sessions', { token: laptop.access })).status).toBe(204);
    expect(await Promise.all([phone, third, laptop].map(ended))).toEqual([true, true, false]);
    expect(await mayRead(stranger)).toBe(true);
  });

  it.each([
    ['delete', 'sessions', 'session_not_found'],
    ['delete', 'devices', 'device_not_found'],
    ['put', 'devices', 'device_not_found'],
  ] as const)(
    '%s /api/%s/{id} does not know those of others, ended ones and those that never were',
    async (verb, what, code) => {
      await t.http.post('/api/logout', {}, { token: phone.access });
      const call = (id: string) =>
        t.http.send(verb.toUpperCase(), `/api/${what}/${id}`, verb === 'put' ? { name: 'Mine' } : undefined, {
          token: laptop.access,
        });
      for (const id of [sid(stranger), sid(phone), '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41'])
        expect(problemSummary(await call(id))).toEqual([404, code]);
      expect(problemSummary(await call('1'))).toEqual([400, 'validation_failed', 'id invalid_id']);
      expect(await mayRead(stranger)).toBe(true);
    },
  );

  describe('PUT /api/devices/{id}', () => {
    const edit = (which: TestUser, body: object, by = laptop) =>
      t.http.put(`/api/devices/${sid(which)}`, body, { token: by.access });

    it('changes name and type, sets and removes a push token; omitted fields stay unchanged', async () => {
      const named = await edit(laptop, { name: 'Work', type: 'desktop' });
      expect([named.status, named.body]).toEqual([
        200,
        {
          id: sid(laptop),
          name: 'Work',
          type: 'desktop',
          push_enabled: false,
          push_kind: null,
          created_at: aTime,
          last_active_at: aTime,
          current: true,
        },
      ]);
      expect((await edit(laptop, { device_token: 'laptop' })).body).toEqual({
        ...named.body,
        push_enabled: true,
        push_kind: 'fcm',
      });
      expect((await edit(laptop, { device_token: null })).body).toEqual(named.body);
      expect((await edit(laptop, {})).body).toEqual(named.body);
      expect((await edit(laptop, { name: null, type: null })).body).toMatchObject({
        name: 'Firefox on Linux',
        type: null,
      });
    });

    it('moves a push token to where it is now', async () => {
      await edit(laptop, { device_token: 'my-phone' });
      const pushes = (await list('devices', laptop)).map((d: { id: string; push_enabled: boolean }) => [
        d.id,
        d.push_enabled,
      ]);
      expect(Object.fromEntries(pushes)).toEqual({ [sid(laptop)]: true, [sid(phone)]: false });
    });

    it('moves none where the device is not found', async () => {
      expect((await edit(stranger, { device_token: 'my-phone' })).status).toBe(404);
      const mine = (await list('devices', phone)).find(({ current }: { current: boolean }) => current);
      expect(mine.push_enabled).toBe(true);
    });

    it('names all faults at once', async () => {
      expect(
        problemSummary(await edit(laptop, { name: 'x'.repeat(101), type: 'toaster', push_enabled: true })),
      ).toEqual([400, 'validation_failed', 'name too_long', 'push_enabled unknown_field', 'type invalid_choice']);
    });
  });

  it('have ids of the usual form', async () => {
    for (const { id } of await list('sessions', laptop)) expect(id).toEqual(anId);
  });
});
