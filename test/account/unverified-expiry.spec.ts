import { randomBytes } from 'node:crypto';
import { AuditChain } from '#audit';
import { dumpDatabase } from '../support/dump-database';
import { problemSummary } from '../support/matchers';
import { runMaintenance } from '../support/run-maintenance';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

const SECRET_KEY = randomBytes(32).toString('base64');
const TASK = 'unverified accounts';

describe('accounts whose e-mail address was never verified', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp({ SECRET_KEY });
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  /** As if the account had been registered then, and not been used since. */
  async function backdate({ id }: TestUser, age = '31 days'): Promise<void> {
    await t.db.query(`UPDATE users SET date_joined = date_joined - interval '${age}' WHERE id = $1`, [id]);
    await t.db.query(
      `UPDATE sessions SET created_at = created_at - interval '${age}', rotated_at = rotated_at - interval '${age}',
         last_active_at = last_active_at - interval '${age}' WHERE user_id = $1`,
      [id],
    );
  }
  const exists = async ({ id }: TestUser) => (await t.db.query('SELECT 1 FROM users WHERE id = $1', [id])).length === 1;
  const expired = async () => (await runMaintenance(t))[TASK];
  const entriesAbout = async ({ id }: TestUser) =>
    (await t.http.get(`/api/audit-log?subject=${id}`, { token: owner.access })).body.items;

  it('are deleted after 30 days: sessions end with an event, and nothing personal remains', async () => {
    const person = await t.as.unverifiedUser({ full_name: 'Una Usedname', bio: 'Never came back.' });
    await backdate(person);
    expect(await expired()).toBe(1);
    expect(await exists(person)).toBe(false);
    const [{ payload }] = await t.db.query(
      `SELECT payload FROM authorization_events WHERE type = 'session-revoked' AND payload ->> 'user_id' = $1`,
      [person.id],
    );
    expect(payload).toMatchObject({ reason: 'account_deleted' });
    expect(problemSummary(await t.http.get('/api/profile', { token: person.access }))).toEqual([401, 'invalid_token']);
    const nothing = { details: {}, ip: null, user_agent: null, request_id: null };
    expect(await entriesAbout(person)).toEqual([
      expect.objectContaining({ action: 'account.expire', actor: null, subject: person.id, ...nothing }),
      expect.objectContaining({ action: 'account.register', ...nothing }),
    ]);
    const left = await dumpDatabase(t.db);
    for (const word of ['Usedname', 'came back', person.email, person.username]) expect(left).not.toContain(word);
    expect((await t.app.get(AuditChain, { strict: false }).verify()).brokenAt).toBeUndefined();
    const again = await t.http.post('/api/register', t.as.form({ email: person.email, username: person.username }));
    expect(again.status).toBe(201);
  });

  it('are kept where they are young, in use, verified, of an owner, banned or deactivated', async () => {
    const young = await t.as.unverifiedUser();
    await backdate(young, '29 days');
    const refreshed = await t.as.unverifiedUser();
    await backdate(refreshed);
    expect((await t.http.post('/api/token/refresh', { refresh: refreshed.refresh })).status).toBe(200);
    const seen = await t.as.unverifiedUser();
    await backdate(seen);
    await t.db.query(`UPDATE users SET last_seen = now() - interval '2 days' WHERE id = $1`, [seen.id]);
    const verified = await t.as.verifiedUser();
    await backdate(verified);
    const secondOwner = await t.as.unverifiedUser();
    await t.http.post('/api/assign-role', { user_id: secondOwner.id, role: 'owner' }, { token: owner.access });
    await backdate(secondOwner);
    const banned = await t.as.unverifiedUser();
    await t.http.post(`/api/users/${banned.id}/ban`, { reason: 'Spam' }, { token: owner.access });
    await backdate(banned);
    const inactive = await t.as.unverifiedUser();
    await t.http.patch(`/api/users/${inactive.id}`, { is_active: false }, { token: owner.access });
    await backdate(inactive);
    expect(await expired()).toBe(0);
    for (const person of [young, refreshed, seen, verified, secondOwner, banned, inactive])
      expect(await exists(person)).toBe(true);
  });

  it('of many one that can not be deleted does not keep the others', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => t.as.unverifiedUser()));
    for (const person of people) await backdate(person);
    await t.db.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
       CREATE TRIGGER refuse BEFORE DELETE ON users FOR EACH ROW WHEN (OLD.id = '${people[1]!.id}') EXECUTE FUNCTION refuse()`,
    );
    expect(await expired()).toBe(3);
    expect(await Promise.all(people.map(exists))).toEqual([false, true, false, false]);
    await t.db.query('DROP TRIGGER refuse ON users');
    expect(await expired()).toBe(1);
  });

  it('that are verified at the same moment are verified or deleted, never both', async () => {
    const outcomes = { verified: 0, deleted: 0 };
    for (let round = 0; round < 4; round++) {
      const people = await Promise.all(Array.from({ length: 4 }, () => t.as.unverifiedUser()));
      const tokens = await Promise.all(people.map(async ({ email }) => (await t.mailbox.find(email, /verify/i)).token));
      for (const person of people) await backdate(person);
      const [results, ...answers] = await Promise.all([
        runMaintenance(t),
        ...tokens.map((token) => t.http.post('/api/verify-email', { token })),
      ]);
      let deleted = 0;
      for (const [i, person] of people.entries()) {
        const { status } = answers[i]!;
        expect([200, 400]).toContain(status);
        expect(await exists(person)).toBe(status === 200);
        if (status === 400) deleted++;
        else outcomes.verified++;
      }
      expect(results[TASK]).toBe(deleted);
      outcomes.deleted += deleted;
    }
    expect(outcomes.verified + outcomes.deleted).toBe(16);
    expect((await t.app.get(AuditChain, { strict: false }).verify()).brokenAt).toBeUndefined();
  });

  it('whose verification is committed while the deletion waits are kept', async () => {
    const person = await t.as.unverifiedUser();
    await backdate(person);
    const runner = t.db.createQueryRunner();
    await runner.startTransaction();
    // The verification has the lock, and has not committed yet.
    await runner.query('UPDATE users SET email_verified = true WHERE id = $1', [person.id]);
    const run = expired();
    await waitUntilBlocked();
    await runner.commitTransaction();
    await runner.release();
    expect(await run).toBe(0);
    expect(await exists(person)).toBe(true);
  });

  it('are deleted once by several runs at once', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => t.as.unverifiedUser()));
    for (const person of people) await backdate(person);
    const results = await Promise.all([expired(), expired(), expired()]);
    expect(results.reduce((sum = 0, count = 0) => sum + count, 0)).toBe(5);
    for (const person of people)
      expect(
        (await entriesAbout(person)).filter(({ action }: { action: string }) => action === 'account.expire'),
      ).toHaveLength(1);
  });

  it('are kept for ever where the setting is off', async () => {
    const other = await testApp({ SECRET_KEY, DATABASE_URL: t.databaseUrl, RETENTION_UNVERIFIED_ACCOUNTS: 'off' });
    try {
      const person = await t.as.unverifiedUser();
      await backdate(person, '10 years');
      expect((await runMaintenance(other))[TASK]).toBe(0);
      expect(await exists(person)).toBe(true);
    } finally {
      await other.close();
    }
  });

  async function waitUntilBlocked(): Promise<void> {
    await waitFor(
      async () =>
        (
          await t.db.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          )
        ).length > 0,
      'the deletion waits for the lock',
    );
  }
});
