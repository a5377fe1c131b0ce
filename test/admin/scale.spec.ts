import { DEFAULT_SORT, UserSearchService, userSorts } from '#users';
import { populate } from '../../bench/support/populate';
import { type TestApp, testApp } from '../support/test-app';

const USERS = 200_000;
const ROLES = 1000;
const hourOfLongAgo = {
  joined_after: new Date(Date.now() - 100_000 * 60_000).toISOString(),
  joined_before: new Date(Date.now() - 99_940 * 60_000).toISOString(),
};

describe(`with ${USERS} users and ${ROLES} roles`, () => {
  let t: TestApp;
  let search: UserSearchService;

  beforeAll(async () => {
    t = await testApp();
    await populate(t.databaseUrl, { users: [1, USERS], roles: ROLES });
    search = t.app.get(UserSearchService, { strict: false });
  }, 120_000);
  afterAll(() => t.close());

  /** The plan as PostgreSQL executes it: which tables are read whole, and how many rows are touched. */
  async function planOf(sql: string, parameters: unknown[]): Promise<string> {
    const rows = await t.db.query(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ${sql}`, parameters);
    return rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
  }

  const filters: {
    name: string;
    filter?: Partial<Parameters<UserSearchService['buildQuery']>[0]>;
    after?: string[];
  }[] = [
    { name: 'the first page' },
    { name: 'a page in the middle', after: ['2026-01-01 00:00:00+00', '0193543d-0000-7000-8000-000000000000'] },
    ...Object.keys(userSorts).map((sort) => ({ name: `a page by ${sort}`, filter: { sort } })),
    { name: 'a rare part of a name', filter: { q: 'user123456' } },
    { name: 'a part that everybody has', filter: { q: 'example.com' } },
    { name: 'a part that matches no user', filter: { q: 'zzzqqq' } },
    { name: 'two letters', filter: { q: 'us' } },
    { name: 'two letters that begin no name', filter: { q: 'zq' } },
    { name: 'a role of a few', filter: { role: 'moderator' } },
    { name: 'a role without users', filter: { role: 'admin' } },
    { name: 'the role of all', filter: { role: 'user' } },
    { name: 'the banned', filter: { banned: true } },
    { name: 'the others', filter: { banned: false } },
    { name: 'the unverified', filter: { verified: false } },
    { name: 'the verified', filter: { verified: true } },
    { name: 'those with a second factor', filter: { mfa: true } },
    { name: 'those without one', filter: { mfa: false } },
    { name: 'the deactivated', filter: { active: false } },
    { name: 'those with a second factor, by name', filter: { mfa: true, sort: 'full_name' } },
    { name: 'who joined in an hour of long ago', filter: hourOfLongAgo },
    { name: 'who joined then, by name', filter: { ...hourOfLongAgo, sort: 'full_name' } },
    { name: 'two letters that begin a full name', filter: { q: 'pe' } },
    { name: 'the online', filter: { online: true } },
    { name: 'the offline', filter: { online: false } },
  ];

  it.each(filters)('$name: reads few users, by an index', async ({ filter, after }) => {
    const [sql, parameters] = search.buildQuery({ sort: DEFAULT_SORT, ...filter }, 51, after).getQueryAndParameters();
    const plan = await planOf(sql, parameters);
    expect(plan).not.toMatch(/Seq Scan on (users|user_roles)/);
    const scans = [...plan.matchAll(/Scan.* on (?:users|user_roles).*rows=([\d.]+) loops=(\d+)/g)];
    expect(Math.max(...scans.map(([, rows, loops]) => Number(rows) * Number(loops)))).toBeLessThan(5000);
  });

  it('a ban reads one user by the primary key', async () => {
    const [{ id }] = await t.db.query('SELECT id FROM users LIMIT 1');
    for (const sql of [
      'SELECT id FROM users WHERE id = ANY (ARRAY[$1::uuid]) ORDER BY id FOR NO KEY UPDATE',
      'SELECT id FROM sessions WHERE user_id = $1 AND revoked_at IS NULL',
      'SELECT role_grants(roles) FROM roles JOIN user_roles ON role_id = id WHERE user_id = $1',
    ])
      expect(await planOf(sql, [id])).not.toMatch(/Seq Scan on (users|sessions|user_roles)/);
  });
});
