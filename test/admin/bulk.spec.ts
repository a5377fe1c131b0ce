import { HierarchyFixture } from '../support/hierarchy-fixture';
import { problemSummary } from '../support/matchers';
import { recordStatements } from '../support/record-statements';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { settleAudit } from '../support/settle-audit';

const UNKNOWN = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';

interface Item {
  user_id: string;
  code: string | null;
  allowed?: boolean;
  done?: boolean;
}

describe('actions on many users', () => {
  let t: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  let moderator: TestUser;

  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    admin = await t.as.userWithRoles(['admin']);
    moderator = await t.as.userWithRoles(['moderator']);
  });
  afterAll(() => t.close());

  const run = (by: TestUser, body: object) => t.http.post('/api/users/bulk', body, { token: by.access });
  const preview = (by: TestUser, body: object) => t.http.post('/api/users/bulk/preview', body, { token: by.access });
  const codes = (items: Item[]) => items.map(({ code }) => code);

  it('answer for each user, once and in the order of the request', async () => {
    const [one, two] = [await t.as.verifiedUser(), await t.as.verifiedUser()];
    const user_ids = [one.id.toUpperCase(), owner.id, UNKNOWN, two.id, one.id];
    const ban = { action: 'ban', user_ids, reason: 'Spam', until: '2099-01-01T00:00:00.000Z' };
    const expected = [
      [one.id, null],
      [owner.id, 'outranked'],
      [UNKNOWN, 'user_not_found'],
      [two.id, null],
    ];
    const seen = await preview(admin, ban);
    expect([seen.status, seen.body]).toEqual([
      200,
      {
        items: expected.map(([user_id, code]) => ({
          user_id,
          allowed: code === null,
          changes: code === null,
          code,
          detail: code && expect.stringMatching(/\.$/),
        })),
        allowed: 2,
        refused: 2,
      },
    ]);
    expect((await t.http.get('/api/profile', { token: one.access })).status).toBe(200);

    const { status, body } = await run(admin, ban);
    expect([status, body.done, body.refused]).toEqual([200, 2, 2]);
    expect(body.items.map(({ user_id, code }: Item) => [user_id, code])).toEqual(expected);
    for (const { access } of [one, two]) expect((await t.http.get('/api/profile', { token: access })).status).toBe(401);
    const { body: banned } = await t.http.get(`/api/users/${two.id}`, { token: admin.access });
    expect(banned.ban).toMatchObject({ reason: 'Spam', until: '2099-01-01T00:00:00.000Z' });

    const log = await t.http.get('/api/audit-log?action=user.ban&limit=2', { token: admin.access });
    expect(log.body.items.map(({ subject }: { subject: string }) => subject)).toEqual([two.id, one.id]);
    expect(new Set(log.body.items.map(({ request_id }: { request_id: string }) => request_id)).size).toBe(1);

    const lift = { action: 'unban', user_ids: [one.id, two.id] };
    expect((await preview(admin, lift)).body.items.map(({ changes }: { changes: boolean }) => changes)).toEqual([
      true,
      true,
    ]);
    expect((await run(admin, lift)).body.done).toBe(2);
    expect((await preview(admin, lift)).body.items.map(({ changes }: { changes: boolean }) => changes)).toEqual([
      false,
      false,
    ]);
  });

  it('give and take a role, by name or id', async () => {
    const people = [await t.as.verifiedUser(), await t.as.verifiedUser()];
    const user_ids = people.map(({ id }) => id);
    const rolesOf = async () =>
      (await t.db.query('SELECT count(*)::int AS n FROM user_roles WHERE user_id = ANY ($1)', [user_ids]))[0].n;
    expect((await run(admin, { action: 'add_role', user_ids, role: 'Moderator' })).body.done).toBe(2);
    expect(await rolesOf()).toBe(4);
    const again = await preview(admin, { action: 'add_role', user_ids, role: 'moderator' });
    expect(again.body.items.map(({ allowed, changes }: Record<string, boolean>) => [allowed, changes])).toEqual([
      [true, false],
      [true, false],
    ]);
    const role = '0193543d-0000-7000-8000-000000000050';
    expect((await run(admin, { action: 'remove_role', user_ids, role })).body.done).toBe(2);
    expect(await rolesOf()).toBe(2);
  });

  it('end sessions and delete', async () => {
    const [one, two] = [await t.as.verifiedUser(), await t.as.verifiedUser()];
    const user_ids = [one.id, two.id];
    expect((await run(admin, { action: 'end_sessions', user_ids })).body.done).toBe(2);
    expect((await t.http.get('/api/profile', { token: one.access })).status).toBe(401);
    expect((await run(admin, { action: 'delete', user_ids })).body.done).toBe(2);
    expect(codes((await run(admin, { action: 'delete', user_ids })).body.items)).toEqual([
      'user_not_found',
      'user_not_found',
    ]);
  });

  it.each([
    [{ action: 'ban' }, ['reason required']],
    [{ action: 'unban', reason: 'x' }, ['reason not_for_this_action']],
    [{ action: 'add_role' }, ['role required']],
    [
      { action: 'delete', role: 'user', until: '2099-01-01T00:00:00Z' },
      ['role not_for_this_action', 'until not_for_this_action'],
    ],
    [{ action: 'ban', reason: 'x', until: '2020-01-01T00:00:00Z' }, ['until not_in_future']],
    [{ action: 'promote' }, ['action invalid_choice']],
    [{ action: 'delete', user_ids: undefined }, ['user_ids required']],
    [{ action: 'delete', user_ids: ['x'] }, ['user_ids invalid_id']],
    [{ action: 'delete', user_ids: Array(101).fill(UNKNOWN) }, ['user_ids too_many']],
  ])('%j is refused', async (body, faults) => {
    for (const call of [run, preview])
      expect(problemSummary(await call(admin, { user_ids: [UNKNOWN], ...body }))).toEqual([
        400,
        'validation_failed',
        ...faults,
      ]);
  });

  it('with a role that is not there are refused as a whole', async () => {
    for (const call of [run, preview])
      expect(problemSummary(await call(admin, { action: 'add_role', user_ids: [UNKNOWN], role: 'nothing' }))).toEqual([
        404,
        'role_not_found',
      ]);
  });

  it('need the permission of the action', async () => {
    const user_ids = [(await t.as.verifiedUser()).id];
    for (const call of [run, preview]) {
      expect((await call(moderator, { action: 'ban', user_ids, reason: 'x' })).status).toBe(200);
      const { status, body } = await call(moderator, { action: 'delete', user_ids });
      expect([status, body.code, body.missing]).toEqual([403, 'permission_denied', ['can_manage_users']]);
    }
  });

  it('of a hundred, twice at once and while the role is edited, give it once to each, with an audit entry each', async () => {
    const created = await t.http.post('/api/roles', { name: 'crowd', priority: 5 }, { token: owner.access });
    const rows = await t.db.query<{ id: string }[]>(`
      INSERT INTO users (id, email, email_key, username, username_key, full_name, full_name_key, password_hash)
      SELECT gen_random_uuid(), 'crowd' || n, 'crowd' || n, 'crowd' || n, 'crowd' || n, 'Crowd', 'crowd', ''
      FROM generate_series(1, 100) n RETURNING id`);
    const user_ids = rows.map(({ id }) => id);
    const edit = (n: number) =>
      t.http.patch(`/api/roles/${created.body.id}`, { description: `edit ${n}` }, { token: owner.access });
    const [one, other, ...edits] = await Promise.all([
      run(admin, { action: 'add_role', role: 'crowd', user_ids }),
      run(owner, { action: 'add_role', role: 'crowd', user_ids: user_ids.toReversed() }),
      ...Array.from({ length: 10 }, (_, n) => edit(n)),
    ]);
    expect([one.body.done, other.body.done]).toEqual([100, 100]);
    expect(new Set(edits.map(({ status }) => status))).toEqual(new Set([200]));
    await settleAudit(t.db);
    const [{ given, distinct }] = await t.db.query(
      `SELECT count(*)::int AS given, count(DISTINCT subject_id)::int AS distinct
       FROM audit_log WHERE action = 'role.give' AND subject_id = ANY ($1)`,
      [user_ids],
    );
    expect([given, distinct]).toEqual([100, 100]);
    expect((await run(admin, { action: 'ban', reason: 'x', user_ids: [...user_ids, owner.id] })).status).toBe(400);
  });

  it('stop being allowed in the middle, when the actor loses the permission', async () => {
    const actor = await t.as.userWithRoles(['admin']);
    const user_ids = (await Promise.all([1, 2, 3].map(() => t.as.verifiedUser()))).map(({ id }) => id);
    // The guards of this process have not received it yet; the transaction of each user reads the database.
    await t.db.query('DELETE FROM user_roles WHERE user_id = $1', [actor.id]);
    const { status, body } = await run(actor, { action: 'end_sessions', user_ids });
    expect([status, codes(body.items)]).toEqual([200, Array(3).fill('permission_denied')]);
  });

  it('a preview takes as many statements for many users as for one', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => t.as.verifiedUser()));
    const count = async (user_ids: string[]) =>
      (await recordStatements(t.db, () => preview(admin, { action: 'add_role', role: 'moderator', user_ids }))).length;
    const one = await count([people[0]!.id]);
    expect(await count(people.map(({ id }) => id))).toBe(one);
    expect(one).toBeLessThanOrEqual(3);
  });

  /** The preview has its own code, so it is compared with what happens: every action of everybody on everybody. */
  describe('do what the preview says', () => {
    const grants = [
      { priority: 100, flags: ['can_manage_users', 'can_ban_users', 'can_moderate'], custom: { x: 5 } },
      { priority: 50, flags: ['can_ban_users', 'can_manage_users'], custom: { x: 1 } },
      { priority: 40, flags: ['can_manage_users'], custom: { x: 9, y: 'text' } },
      { priority: 0, flags: [], custom: {} },
    ];
    /** The first two are owners besides. */
    const held = [[3], [0], [0], [1], [2], [1, 2], [3], []];
    let app: TestApp;
    let fixture: HierarchyFixture;
    beforeAll(async () => {
      app = await testApp();
      fixture = new HierarchyFixture(app);
    });
    afterAll(() => app.close());

    it.each([
      { actor: 0, lastOwner: false },
      { actor: 0, lastOwner: true },
      { actor: 2, lastOwner: false },
      { actor: 3, lastOwner: false },
      { actor: 4, lastOwner: false },
      { actor: 5, lastOwner: false },
    ])(
      'actor $actor, last owner: $lastOwner',
      async ({ actor, lastOwner }) => {
        const outcomes = new Set<string>();
        const roles = [0, 1, 2, 3, 4];
        const actions = [
          () => ({ action: 'ban', reason: 'x' }),
          () => ({ action: 'unban' }),
          () => ({ action: 'end_sessions' }),
          () => ({ action: 'delete' }),
          ...roles.flatMap((role) =>
            ['add_role', 'remove_role'].map((action) => () => ({ action, role: fixture.roleId(role) })),
          ),
        ];
        for (const makeAction of actions) {
          await fixture.reset(grants, held);
          if (lastOwner) await app.db.query('UPDATE users SET banned_at = now() WHERE id = $1', [fixture.idOf(1)]);
          const body = { ...makeAction(), user_ids: [...held.map((_, i) => fixture.idOf(i)), UNKNOWN] };
          const options = { token: fixture.members[actor]!.token };
          const said = await app.http.post('/api/users/bulk/preview', body, options);
          const done = await app.http.post('/api/users/bulk', body, options);
          expect([body.action, said.status]).toEqual([body.action, done.status]);
          if (done.status !== 200) continue;
          expect([body, codes(said.body.items)]).toEqual([body, codes(done.body.items)]);
          for (const code of codes(done.body.items)) outcomes.add(String(code));
        }
        expect([...outcomes]).toEqual(expect.arrayContaining(['null', 'user_not_found']));
        if (lastOwner) expect(outcomes).toContain('last_owner');
        if (actor > 0) expect(outcomes).toContain('outranked');
      },
      120_000,
    );
  });
});
