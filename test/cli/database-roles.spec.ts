import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { emptyDatabase } from '../support/database';
import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

jest.setTimeout(60_000);

/** One role owns the tables and migrates; the service connects as another one. */
describe('a service whose database role is not the owner of its tables', () => {
  const suffix = randomUUID().replaceAll('-', '');
  const [ownerRole, serviceRole] = [`test_owner_${suffix}`, `test_service_${suffix}`];
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let t: TestApp;
  let owner: TestUser;

  const urlAs = (role: string) => Object.assign(new URL(database.url), { username: role, password: suffix }).href;
  const asAdmin = async (...statements: string[]) => {
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    for (const statement of statements) await admin.query(statement);
    await admin.end();
  };
  const migrate = (...args: string[]) => runCli(['migrate', ...args], { env: { DATABASE_URL: urlAs(ownerRole) } });

  beforeAll(async () => {
    database = await emptyDatabase();
    await asAdmin(
      `CREATE ROLE ${ownerRole} LOGIN PASSWORD '${suffix}'`,
      `CREATE ROLE ${serviceRole} LOGIN PASSWORD '${suffix}'`,
      `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} OWNER TO ${ownerRole}`,
    );
    const { code, stdout, stderr } = await migrate('--grant-to', serviceRole);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`${serviceRole} has the rights that the service needs.`);
    t = await testApp({ DATABASE_URL: urlAs(serviceRole) });
    owner = await t.as.owner();
  });
  afterAll(async () => {
    await t.close();
    await asAdmin(`DROP OWNED BY ${serviceRole}`, `DROP ROLE ${serviceRole}`);
    await asAdmin(
      `REASSIGN OWNED BY ${ownerRole} TO CURRENT_USER`,
      `DROP OWNED BY ${ownerRole}`,
      `DROP ROLE ${ownerRole}`,
    );
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
    expect((await runCli(['audit', 'verify'], { env: { DATABASE_URL: urlAs(serviceRole) } })).code).toBe(0);
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

  it('can be granted again, after the next migration', async () => {
    expect((await migrate('--grant-to', serviceRole)).code).toBe(0);
    expect((await t.http.get('/api/users', { token: owner.access })).status).toBe(200);
  });

  it('names a role that there is not', async () => {
    const { code, stderr } = await migrate('--grant-to', 'nobody_of_this_name');
    expect(code).not.toBe(0);
    expect(stderr).toContain('nobody_of_this_name');
  });
});
