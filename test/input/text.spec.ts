import { request } from 'node:http';
import { type TestUser } from '../support/test-users';
import { serviceToken } from '../support/service-token';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const unstorable = ['\0', 'a\0b', '\ud800', 'x\udfff'];

describe('text that PostgreSQL can not hold', () => {
  let t: TestApp;
  let owner: TestUser;
  let person: TestUser;
  beforeAll(async () => {
    t = await testApp();
    [owner, person] = [await t.as.owner(), await t.as.verifiedUser()];
  });
  afterAll(() => t.close());

  const register = (extras: object) => t.http.post('/api/register', t.as.form(extras as Record<string, unknown>));
  const faulty = (fault: string) => [400, 'validation_failed', fault];

  it.each(unstorable)('is refused in passwords, old and new: %j', async (password) => {
    const { email } = person;
    const form = { password: `long enough ${password}` };
    expect(problemSummary(await register(form))).toEqual(faulty('password invalid_characters'));
    expect(problemSummary(await t.http.post('/api/login', { email, ...form }))).toEqual(
      faulty('password invalid_characters'),
    );
  });

  it('is refused at the end of a text whose letters count double', async () => {
    expect(problemSummary(await register({ full_name: `${'😀'.repeat(130)}\0` }))).toEqual(
      faulty('full_name invalid_characters'),
    );
    expect((await register({ full_name: '😀'.repeat(255) })).status).toBe(201);
  });

  it('is refused with every other fault', async () => {
    expect(problemSummary(await register({ email: 'x', password: 'longer\0 than 8', extra: '\ud800' }))).toEqual([
      400,
      'validation_failed',
      'email invalid_email',
      'extra invalid_characters',
      'extra unknown_field',
      'password invalid_characters',
    ]);
  });

  it.each([
    [{ 'a\0b': 1 }, 'custom_permissions invalid_characters'],
    [{ '\udc00': 1 }, 'custom_permissions invalid_characters'],
    [{ label: 'a\0' }, 'custom_permissions.label invalid_characters'],
    [{ label: 'a\ud800' }, 'custom_permissions.label invalid_characters'],
  ])('is refused in custom permissions: %j', async (custom_permissions, fault) => {
    const answer = await t.http.post('/api/roles', { name: 'x', custom_permissions }, { token: owner.access });
    expect(problemSummary(answer)).toEqual(expect.arrayContaining(faulty(fault)));
  });

  it.each([
    [{ room: '\ud800' }, 'data.room invalid_characters'],
    [{ 'a\ud800': 'x' }, 'data invalid_characters'],
  ])('is refused in the data of a notification: %j', async (data, fault) => {
    const token = serviceToken(t.app, ['push.send']);
    const answer = await t.http.post(`/api/users/${person.id}/notifications`, { title: 'Hello', data }, { token });
    expect(problemSummary(answer)).toEqual(expect.arrayContaining(faulty(fault)));
  });

  it.each(['%00', '%ff', '%ED%A0%80', '%c0%80', 'a%'])(
    'is refused in a query, encoded or not decodable: %s',
    async (q) => {
      const { access: token } = owner;
      expect(problemSummary(await t.http.get(`/api/users?q=${q}`, { token }))).toEqual(faulty('q invalid_characters'));
      expect(problemSummary(await t.http.get(`/api/users?limit=1&q=x&q=${q}`, { token }))).toEqual(
        faulty('q invalid_characters'),
      );
      expect(problemSummary(await t.http.get(`/api/profile?${q}=1`, { token }))).toEqual(faulty(' invalid_characters'));
    },
  );

  it('is refused in a path, and in a form', async () => {
    const { access: token } = owner;
    expect(problemSummary(await t.http.get('/api/verify-email/a%00b'))).toEqual(faulty('token invalid_characters'));
    expect(problemSummary(await t.http.get('/api/users/%ff', { token }))).toEqual([400, 'bad_request']);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await t.http.post('/oauth/token', 'grant_type=a%00b&client_id=x', { headers })).status).toBe(400);
  });

  it('that is no UTF-8 at all is no JSON, whatever the charset says', async () => {
    const latin1 = Buffer.from(JSON.stringify(t.as.form({ full_name: 'Zoë' })), 'latin1');
    for (const charset of ['', '; charset=iso-8859-1', '; charset=utf-8'])
      expect(
        problemSummary(
          await t.http.post('/api/register', latin1, { headers: { 'content-type': `application/json${charset}` } }),
        ),
      ).toEqual([400, 'malformed_json']);
    const utf16 = Buffer.from('{"email":"a@example.com"}', 'utf16le');
    const headers = { 'content-type': 'application/json; charset=utf-16' };
    expect(problemSummary(await t.http.post('/api/login', utf16, { headers }))).toEqual([400, 'malformed_json']);
  });

  it('a byte order mark before JSON is no fault', async () => {
    const { email, password } = person;
    const headers = { 'content-type': 'application/json' };
    const answer = await t.http.post('/api/login', `\ufeff${JSON.stringify({ email, password })}`, { headers });
    expect(answer.status).toBe(200);
  });

  it.each(['__proto__', 'constructor', 'a\u00ffb', 'avatar'])('a part of a form may be called %s', async (name) => {
    const form = new FormData();
    form.append(name, new Blob(['x']), '\u0000\ud800.png');
    expect((await t.http.put('/api/profile/avatar', form, { token: person.access })).status).toBe(400);
  });

  it('keeps no control characters of a user agent', async () => {
    const { email, password } = person;
    const body = Buffer.from(JSON.stringify({ email, password }));
    const status = await new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': body.length,
        'user-agent': 'Tool\u009b2J/1.0 \u00ff',
      };
      request(`${t.url}/api/login`, { method: 'POST', headers }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end(body);
    });
    expect(status).toBe(200);
    const rows = await t.db.query('SELECT user_agent FROM sessions WHERE user_agent LIKE $1', ['Tool%']);
    expect(rows).toEqual([{ user_agent: 'Tool2J/1.0 \u00ff' }]);
  });

  it.each([
    ['kinds', { constructor: { push: true } }, 'kinds.constructor unknown_field'],
    ['kinds', { message: { toString: true } }, 'kinds.message.toString unknown_field'],
    ['quiet_hours', { from: '22:00', to: '07:00', time_zone: 'UTC', valueOf: 1 }, 'quiet_hours.valueOf unknown_field'],
    [
      'quiet_hours',
      { from: '22:00', to: '07:00', time_zone: 'constructor' },
      'quiet_hours.time_zone unknown_time_zone',
    ],
    ['dnd', 'toString', 'dnd invalid_choice'],
  ])("of JavaScript's own names is no field and no choice in %s: %j", async (field, value, fault) => {
    const answer = await t.http.put('/api/notification-preferences', { [field]: value }, { token: person.access });
    expect(problemSummary(answer)).toEqual(faulty(fault));
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'has no order %s, and no device of that type',
    async (name) => {
      const { access: token } = owner;
      expect((await t.http.get(`/api/users?sort=${name}`, { token })).status).toBe(400);
      expect((await t.http.get(`/api/users?role=${name}`, { token })).body.items).toEqual([]);
      expect((await t.http.get(`/api/users?${name}=1`, { token })).status).toBe(400);
      expect(problemSummary(await register({ device_type: name }))).toEqual(faulty('device_type invalid_choice'));
    },
  );

  it.each(['sort', 'q', 'limit', 'cursor', 'banned', 'role'])('sent twice is no %s', async (name) => {
    const { access: token } = owner;
    const { status, body } = await t.http.get(`/api/users?${name}=1&${name}=2`, { token });
    expect([status, body.errors[0].field]).toEqual([400, name]);
  });
});
