import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const encoded = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

/** Each is read by PostgreSQL as a time, number or id of some list, or was until now. */
const unreadable = [
  ...['infinity', '294277-01-01 00:00:00+00', '20260101-01-01T00:00:00Z', '2026-02-30 00:00:00+00'],
  ...['2026-01-01 25:00:00+00', '2026-01-01 00:00:00+99', '0000-01-01 00:00:00+00', '999999999999999999'],
  ...['-2147483649', '9223372036854775808', 'NaN', 'a\0b', '\ud800'],
];
const cursors = [
  ...unreadable.flatMap((part) => [encoded([part]), encoded([part, id])]),
  ...[encoded([]), encoded({}), encoded(null), encoded([null, null]), encoded([['x'], id]), encoded([id, id, id])],
  ...['x', '!!!!', 'ÿ', '%20', encoded(['2026-01-01T00:00:00Z', 'no id'])],
];

describe('what PostgreSQL can not read', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    for (let n = 0; n < 2; n++) await t.as.unverifiedUser();
  });
  afterAll(() => t.close());

  const get = (path: string) => t.http.get(path, { token: owner.access });

  it.each([
    '/api/users',
    '/api/users?sort=last_seen',
    '/api/users?sort=-date_joined',
    '/api/users?sort=username',
    '/api/users?sort=-email',
    '/api/roles',
    '/api/services',
    '/api/sessions',
    '/api/devices',
    '/api/audit-log',
    `/api/users/{id}/sessions`,
  ])('is no cursor of %s', async (list) => {
    const path = list.replace('{id}', owner.id);
    const parts = /services|username|email/.test(path) ? cursors.filter((cursor) => !isText(cursor, path)) : cursors;
    const wrong: unknown[] = [];
    for (const cursor of parts) {
      const answer = await get(`${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`);
      const isReadable = path.includes('audit-log') && cursor === encoded(['999999999999999999']);
      const isTooLow = path.includes('audit-log') && cursor === encoded(['-2147483649']);
      if (
        isReadable || isTooLow
          ? answer.status !== 200
          : problemSummary(answer).join() !== '400,validation_failed,cursor invalid_cursor'
      )
        wrong.push([Buffer.from(cursor, 'base64url').toString(), answer.status, answer.body]);
    }
    expect(wrong).toEqual([]);
  });

  /** Lists by name have texts in their cursors: any that can be stored is one. */
  function isText(cursor: string, path: string): boolean {
    const length = path.includes('services') ? 1 : 2;
    return unreadable.slice(0, -2).some((part) => cursor === encoded(length === 1 ? [part] : [part, id]));
  }

  it.each(['last_seen', '-last_seen', 'date_joined', '-username', 'email'])(
    'but what the list by %s gives is',
    async (sort) => {
      const seen: string[] = [];
      let next = '';
      for (let n = 0; n < 10 && next !== null; n++) {
        const { status, body } = await get(`/api/users?sort=${sort}&limit=1${next && `&cursor=${next}`}`);
        expect(status).toBe(200);
        seen.push(...body.items.map((user: { id: string }) => user.id));
        next = body.next_cursor;
      }
      expect(new Set(seen).size).toBe(3);
      expect(seen).toHaveLength(3);
    },
  );

  it.each([
    '2099-02-30T00:00:00Z',
    '2099-02-29T00:00:00.000Z',
    '2099-04-31T12:00:00Z',
    '2099-01-01T24:00:00Z',
    '2098-12-31T23:59:60Z',
    '2099-01-01T00:00:00+99:99',
    '9999-12-31T23:59:59-23:59',
    '+012099-01-01T00:00:00Z',
    '2099-01-01',
    'infinity',
    '',
  ])('is no time: %j', async (time) => {
    const { access: token } = owner;
    const calls = [
      ['since', await get(`/api/audit-log?since=${encodeURIComponent(time)}`)],
      ['until', await t.http.post(`/api/users/${id}/ban`, { reason: 'Spam', until: time }, { token })],
      ['until', await t.http.put('/api/presence', { status: 'dnd', until: time }, { token })],
    ] as const;
    for (const [field, answer] of calls)
      expect(problemSummary(answer)).toEqual([400, 'validation_failed', `${field} invalid_time`]);
  });

  it('is no offset that is lost: an instant is one, however it is written', async () => {
    const until = '2099-06-01t02:00:00.5+02:00';
    const { body } = await t.http.put('/api/presence', { status: 'dnd', until }, { token: owner.access });
    expect(body.until).toBe('2099-06-01T00:00:00.500Z');
    expect((await get('/api/audit-log?since=2026-02-28T23:59:59.999999999%2B00:00')).status).toBe(200);
  });
});
