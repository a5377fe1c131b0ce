import { DataSource, type QueryRunner } from 'typeorm';
import type { HttpResponse } from '../support/http-client';
import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

/**
 * The order is forced: the change holds the user's row in a transaction that is open, the act has made its check and
 * waits for the row, then the change commits.
 */
describe('what was proven before a change', () => {
  let t: TestApp;
  let owner: TestUser;
  let elsewhere: QueryRunner;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    const database = new DataSource({ type: 'postgres', url: t.databaseUrl });
    elsewhere = (await database.initialize()).createQueryRunner();
  });
  afterAll(async () => {
    await elsewhere.connection.destroy();
    await t.close();
  });

  const waiting = async (): Promise<number> => {
    // By another connection than the one whose transaction is open.
    const [{ count }] = await elsewhere.connection.query(
      `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return count;
  };

  /** Answers what `act` answers when it meets the change in the middle. */
  async function meets(person: TestUser, change: string, act: () => Promise<HttpResponse>): Promise<HttpResponse> {
    await elsewhere.startTransaction();
    await elsewhere.query(change, [person.id]);
    const answer = act();
    try {
      await waitFor(async () => (await waiting()) > 0, 'the act waits for the row');
    } finally {
      await elsewhere.commitTransaction();
    }
    return answer;
  }

  /** What each of these does to the user's row, as a statement of another process. */
  const changes = {
    'a new password': 'UPDATE users SET credential_version = credential_version + 1 WHERE id = $1',
    'the end of the session': `WITH locked AS (SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE)
      UPDATE sessions SET revoked_at = now() FROM locked WHERE user_id = locked.id`,
    'a ban': `WITH ended AS (UPDATE sessions SET revoked_at = now() WHERE user_id = $1)
      UPDATE users SET banned_at = now() WHERE id = $1`,
    'a deletion': 'DELETE FROM users WHERE id = $1',
    're-hashing': `UPDATE users SET password_hash = password_hash || ' of another cost' WHERE id = $1`,
  };
  type Change = keyof typeof changes;

  const password = 'quite another secret';
  const acts = {
    'a change of the password': (person: TestUser) =>
      t.http.post(
        '/api/password/change',
        { current_password: person.password, new_password: password },
        { token: person.access },
      ),
    'asking for another e-mail address': (person: TestUser) =>
      t.http.post(
        '/api/email/change',
        { new_email: t.as.form().email, password: person.password },
        { token: person.access },
      ),
    'the end of the account': (person: TestUser) =>
      t.http.delete('/api/account', { token: person.access, body: { password: person.password } }),
    'a sign-in': ({ email, password }: TestUser) => t.http.post('/api/login', { email, password }),
    'an edit of the profile': (person: TestUser) =>
      t.http.patch('/api/profile', { bio: 'Still here.' }, { token: person.access }),
    'the end of other sessions': (person: TestUser) => t.http.delete('/api/sessions', { token: person.access }),
    'an edit of a device': async (person: TestUser) => {
      const [{ id }] = await t.db.query('SELECT id FROM sessions WHERE user_id = $1', [person.id]);
      return t.http.put(`/api/devices/${id}`, { name: 'Phone' }, { token: person.access });
    },
    'an edit of the preferences': (person: TestUser) =>
      t.http.put('/api/notification-preferences', { quiet_hours: null }, { token: person.access }),
  };
  type Act = keyof typeof acts;

  const ended: [number, string] = [401, 'invalid_token'];
  const refused: [number, string] = [401, 'invalid_credentials'];
  const conflict: [number, string] = [409, 'password_changed_meanwhile'];
  const provenByPassword: Act[] = [
    'a change of the password',
    'asking for another e-mail address',
    'the end of the account',
  ];
  const signedIn = Object.keys(acts).filter((name) => name !== 'a sign-in') as Act[];

  it.each<[Change, Act, [number, string]]>([
    ...provenByPassword.map((act): [Change, Act, [number, string]] => ['a new password', act, conflict]),
    ['a new password', 'a sign-in', refused],
    ...signedIn.map((act): [Change, Act, [number, string]] => ['the end of the session', act, ended]),
    ...signedIn.map((act): [Change, Act, [number, string]] => ['a ban', act, ended]),
    ['a ban', 'a sign-in', [403, 'account_banned']],
    ...signedIn
      .filter((act) => act !== 'the end of the account')
      .map((act): [Change, Act, [number, string]] => ['a deletion', act, ended]),
    ['a deletion', 'the end of the account', [404, 'user_not_found']],
    ['a deletion', 'a sign-in', refused],
  ])('holds no more after %s: %s', async (change, act, expected) => {
    const person = await t.as.verifiedUser();
    const answer = await meets(person, changes[change], () => acts[act](person));
    expect(problemSummary(answer)).toEqual(expected);
  });

  it.each(['a change of the password', 'asking for another e-mail address', 'a sign-in'] as const)(
    'holds after the password was only hashed anew: %s',
    async (act) => {
      const person = await t.as.verifiedUser();
      expect((await meets(person, changes['re-hashing'], () => acts[act](person))).status).toBeLessThan(300);
    },
  );

  it('ends sessions in the order in which their times are written, so that the two never wait for each other', async () => {
    const person = await t.as.verifiedUser();
    await t.as.signIn(person);
    const rows = await t.db.query<{ id: string }[]>('SELECT id FROM sessions WHERE user_id = $1 ORDER BY id', [
      person.id,
    ]);
    const lock = 'SELECT id FROM sessions WHERE id = $1 FOR NO KEY UPDATE';
    await elsewhere.startTransaction();
    await elsewhere.query(lock, [rows[0]!.id]);
    const banned = t.http.post(`/api/users/${person.id}/ban`, { reason: 'race' }, { token: owner.access });
    try {
      await waitFor(async () => (await waiting()) > 0, 'the ban waits for the first');
      expect(await elsewhere.query(`${lock} NOWAIT`, [rows[1]!.id])).toHaveLength(1);
    } finally {
      await elsewhere.commitTransaction();
    }
    expect((await banned).status).toBe(200);
  });

  // Written directly to the database, so that only the transaction can detect it, not the guards.
  it.each<[string, string, [number, string]]>([
    ['their session', changes['the end of the session'], ended],
    ['their account, by a ban', changes['a ban'], ended],
    ['their role', 'DELETE FROM user_roles WHERE user_id = $1', [403, 'permission_denied']],
  ])('of an admin goes with %s: nothing of what they were about to do is done', async (_, change, expected) => {
    const user = await t.as.verifiedUser();
    const admin = await t.as.userWithRoles(['admin', 'owner']);
    const as = { token: admin.access };
    const { body: role } = await t.http.post('/api/roles', { name: `of ${admin.username}` }, as);
    const { body: service } = await t.http.post(
      '/api/services',
      { name: `of ${admin.username}`, scopes: ['push.send'] },
      as,
    );
    await t.db.query(change, [admin.id]);
    const answers = [
      await t.http.post(`/api/users/${user.id}/ban`, { reason: 'late' }, as),
      await t.http.delete(`/api/users/${user.id}/ban`, as),
      await t.http.patch(`/api/users/${user.id}`, { bio: 'late' }, as),
      await t.http.delete(`/api/users/${user.id}`, as),
      await t.http.get(`/api/users/${user.id}/sessions`, as),
      await t.http.delete(`/api/users/${user.id}/sessions`, as),
      await t.http.post('/api/assign-role', { user_id: user.id, role: 'moderator' }, as),
      await t.http.delete(`/api/users/${user.id}/roles/${user.id}`, as),
      await t.http.post(`/api/users/${user.id}/password-reset`, {}, as),
      await t.http.post('/api/roles', { name: 'late' }, as),
      await t.http.patch(`/api/roles/${role.id}`, { description: 'late' }, as),
      await t.http.delete(`/api/roles/${role.id}`, as),
      await t.http.post('/api/services', { name: 'late', scopes: ['push.send'] }, as),
      await t.http.patch(`/api/services/${service.id}`, { name: 'later' }, as),
      await t.http.post(`/api/services/${service.id}/secrets`, {}, as),
      await t.http.delete(`/api/services/${service.id}`, as),
    ];
    expect(answers.map(problemSummary)).toEqual(answers.map(() => expected));
    const { body } = await t.http.get(`/api/users/${user.id}`, { token: owner.access });
    expect([body.bio, body.ban, body.roles.map(({ name }: { name: string }) => name)]).toEqual(['', null, ['user']]);
  });
});
