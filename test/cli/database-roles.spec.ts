import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { freshDatabase } from '../support/database';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

jest.setTimeout(60_000);

/** The owner of the tables migrates; the service connects as a role of its own. */
describe('a service whose database role is not the owner of its tables', () => {
  const password = randomUUID().replaceAll('-', '');
  const role = `test_service_${password}`;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let t: TestApp;
  let owner: TestUser;

  const serviceUrl = () => Object.assign(new URL(database.url), { username: role, password }).href;
  const asTableOwner = async (...statements: string[]) => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const grantTo = (name: string) => runCli(['migrate', '--grant-to', name], { env: { DATABASE_URL: database.url } });

  beforeAll(async () => {
    database = await freshDatabase();
    await asTableOwner(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
    const { code, stdout, stderr } = await grantTo(role);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`${role} has the rights that the service needs.`);
    t = await testApp({ DATABASE_URL: serviceUrl() });
    owner = await t.as.owner();
  });
  afterAll(async () => {
    await t?.close();
    await asTableOwner(`DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
    await database.drop();
  });

  it('works: mails, roles, bans, the audit log, deletion', async () => {
    const person = await t.as.userWithRoles(['moderator']);
    const ban = await t.http.post(`/api/users/${person.id}/ban`, { reason: 'Spam' }, { token: owner.access });
    expect(ban.status).toBe(200);
    const log = await t.http.get(`/api/audit-log?subject=${person.id}`, { token: owner.access });
    expect(log.body.items[0].action).toBe('user.ban');
    expect((await t.http.delete(`/api/users/${person.id}`, { token: owner.access })).status).toBe(204);
    const after = await t.http.get(`/api/audit-log?subject=${person.id}`, { token: owner.access });
    expect(after.body.items.map(({ details }: { details: object }) => details)).toContainEqual({});
    expect((await runCli(['audit', 'verify'], { env: { DATABASE_URL: serviceUrl() } })).code).toBe(0);
  });

  it('makes partitions of the authorization events, writes into them and drops them, and may not do it by itself', async () => {
    const [{ name }] = await t.db.query(
      `SELECT max(inhrelid::regclass::text) AS name FROM pg_inherits
       WHERE inhparent = 'authorization_events'::regclass AND inhrelid::regclass::text ~ '\\d$'`,
    );
    await expect(t.db.query(`DROP TABLE ${name}`)).rejects.toThrow('must be owner');
    await asTableOwner(`DROP TABLE ${name}`);
    expect(await t.db.query('SELECT authorization_events_add_partitions() AS made')).toEqual([{ made: 1 }]);
    const insert = (days: number) =>
      t.db.query(
        `INSERT INTO authorization_events (type, at, payload)
         VALUES ('credential-change', now() + make_interval(days => $1), '{"user_id": null}')
         RETURNING authorization_event_json(authorization_events) ->> 'type' AS type`,
        [days],
      );
    expect([await insert(3), await insert(30)]).toEqual(Array(2).fill([{ type: 'credential-change' }]));
    await expect(t.db.query(`SELECT FROM ${name}`)).rejects.toThrow('permission denied');
    expect(await t.db.query('SELECT authorization_events_drop_expired() AS removed')).toEqual([{ removed: '0' }]);
  });

  it.each([
    'CREATE TABLE intruders (id int)',
    'ALTER TABLE users ADD COLUMN intruder int',
    'DROP TABLE sessions',
    'TRUNCATE users CASCADE',
    `UPDATE audit_log SET action = 'nothing'`,
    'DELETE FROM audit_log',
    'INSERT INTO audit_log SELECT * FROM audit_log',
    'UPDATE audit_head SET seq = 0',
    'ALTER TABLE audit_log DISABLE TRIGGER ALL',
    'DELETE FROM migrations',
    `COPY users TO PROGRAM 'cat'`,
  ])('may not: %s', async (statement) => {
    const runner = t.db.createQueryRunner();
    await runner.startTransaction();
    try {
      await expect(runner.query(statement)).rejects.toThrow(/permission denied|must be /i);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });

  it('alone runs functions that have the rights of the owner, such as those that write and erase entries', async () => {
    const reader = `test_reader_${password}`;
    const functions = `SELECT proname AS name FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
      AND has_function_privilege($1, oid, 'EXECUTE') ORDER BY 1`;
    await asTableOwner(`CREATE ROLE ${reader}`);
    try {
      expect(await t.db.query(functions, [reader])).toEqual([]);
      expect((await t.db.query(functions, [role])).length).toBeGreaterThan(8);
    } finally {
      await asTableOwner(`DROP ROLE ${reader}`);
    }
  });

  it('can be granted again, after the next migration', async () => {
    expect((await grantTo(role)).code).toBe(0);
    expect((await t.http.get('/api/users', { token: owner.access })).status).toBe(200);
  });

  it('names a role that there is not', async () => {
    const { code, stderr } = await grantTo('no_role_of_this_name');
    expect(code).not.toBe(0);
    expect(stderr).toContain('no_role_of_this_name');
  });
});
