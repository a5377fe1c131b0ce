import { aTime, anId, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

describe('notes about a user', () => {
  let t: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  let moderator: TestUser;
  let user: TestUser;

  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    admin = await t.as.userWithRoles(['admin']);
    moderator = await t.as.userWithRoles(['moderator']);
    user = await t.as.verifiedUser();
  });
  afterAll(() => t.close());

  const path = ({ id }: TestUser) => `/api/users/${id}/notes`;
  const add = (by: TestUser, about: TestUser, text = 'Warned for spam.') =>
    t.http.post(path(about), { text }, { token: by.access });
  const list = (by: TestUser, about: TestUser, query = '') =>
    t.http.get(`${path(about)}${query}`, { token: by.access });
  const remove = (by: TestUser, about: TestUser, id: string) =>
    t.http.delete(`${path(about)}/${id}`, { token: by.access });

  it('are written by moderators and read by all of them, the newest first, in pages', async () => {
    const about = await t.as.verifiedUser();
    const { status, body } = await add(moderator, about, '  Line one.\nLine two.  ');
    expect([status, body]).toEqual([
      201,
      {
        id: anId,
        text: 'Line one.\nLine two.',
        author: { id: moderator.id, username: moderator.username },
        created_at: aTime,
      },
    ]);
    const second = (await add(admin, about, 'Second')).body;
    expect((await list(moderator, about)).body).toEqual({ items: [second, body], next_cursor: null });
    const first = await list(owner, about, '?limit=1');
    expect(first.body.items).toEqual([second]);
    const rest = await list(owner, about, `?limit=1&cursor=${first.body.next_cursor}`);
    expect(rest.body).toEqual({ items: [body], next_cursor: null });
  });

  it('concern those of lower rank only, and never oneself', async () => {
    for (const about of [admin, moderator, owner]) {
      expect(problemSummary(await add(moderator, about))).toEqual([403, 'outranked']);
      expect(problemSummary(await list(moderator, about))).toEqual([403, 'outranked']);
    }
    for (const call of [add, list]) expect((await call(user, moderator)).body.code).toBe('permission_denied');
  });

  it('that do not exist, or about an unknown user, are not found', async () => {
    const nobody = { ...user, id: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' };
    expect(problemSummary(await add(admin, nobody))).toEqual([404, 'user_not_found']);
    expect(problemSummary(await list(admin, nobody))).toEqual([404, 'user_not_found']);
    expect(problemSummary(await remove(admin, user, nobody.id))).toEqual([404, 'note_not_found']);
    const { body } = await add(admin, moderator);
    expect(problemSummary(await remove(admin, user, body.id))).toEqual([404, 'note_not_found']);
  });

  it('are removed by their author, or with can_manage_users', async () => {
    const other = await t.as.userWithRoles(['moderator']);
    const [one, two] = [(await add(moderator, user)).body.id, (await add(moderator, user)).body.id];
    expect(problemSummary(await remove(other, user, one))).toEqual([403, 'not_your_note']);
    expect((await remove(moderator, user, one)).status).toBe(204);
    expect((await remove(admin, user, two)).status).toBe(204);
    expect((await list(admin, user)).body.items).toEqual([]);
  });

  it.each([
    [{}, 'required'],
    [{ text: ' ' }, 'too_short'],
    [{ text: 'x'.repeat(2001) }, 'too_long'],
    [{ text: 'a\u0000b' }, 'invalid_characters'],
  ])('%j is refused', async (body, code) => {
    const { status, body: problem } = await t.http.post(path(user), body, { token: admin.access });
    expect([status, problem.errors[0]]).toEqual([400, expect.objectContaining({ field: 'text', code })]);
  });

  it('are 500 at most, also when they are written at once', async () => {
    const about = await t.as.verifiedUser();
    await t.db.query(
      `INSERT INTO user_notes (id, user_id, text) SELECT gen_random_uuid(), $1, 'x' FROM generate_series(1, 498)`,
      [about.id],
    );
    const answers = await Promise.all(Array.from({ length: 6 }, () => add(admin, about)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409]);
    expect((await add(admin, about)).body.code).toBe('too_many_notes');
  });

  it('are in the audit log without their text', async () => {
    const about = await t.as.verifiedUser();
    const { id } = (await add(moderator, about, 'private words')).body;
    await remove(moderator, about, id);
    const { body } = await t.http.get(`/api/audit-log?subject=${about.id}&limit=2`, { token: admin.access });
    expect(body.items.map(({ action, actor, details }: Record<string, unknown>) => [action, actor, details])).toEqual([
      ['user.remove_note', moderator.id, { note_id: id }],
      ['user.add_note', moderator.id, { note_id: id }],
    ]);
    expect(JSON.stringify(await t.db.query('SELECT details FROM audit_log'))).not.toContain('private words');
  });

  it('are in the export of whom they are about, without the author, and go with the account', async () => {
    const [about, author] = [await t.as.verifiedUser(), await t.as.userWithRoles(['moderator'])];
    await add(author, about, 'About you.');
    const { body } = await t.http.get('/api/account/export', { token: about.access });
    expect(body.moderator_notes).toEqual([{ text: 'About you.', created_at: aTime }]);
    const own = await t.http.get('/api/account/export', { token: author.access });
    expect(own.body.moderator_notes).toEqual([]);
    expect(JSON.stringify(own.body)).not.toContain('About you.');

    await t.http.delete(`/api/users/${author.id}`, { token: admin.access });
    expect((await list(admin, about)).body.items).toEqual([expect.objectContaining({ author: null })]);
    await t.http.delete(`/api/users/${about.id}`, { token: admin.access });
    expect(await t.db.query('SELECT 1 FROM user_notes WHERE user_id = $1', [about.id])).toEqual([]);
  });
});
