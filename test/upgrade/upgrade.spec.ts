import { randomBytes } from 'node:crypto';
import { AuditChain } from '#audit';
import { RefreshTokenCodec } from '#sessions';
import {
  insertVersion010Rows,
  oldRole,
  oldSessions,
  oldUsers,
  PASSWORD,
  ROTATIONS,
  VERIFICATION,
} from '../support/version-010-rows';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { migratedUpTo, type OldDatabase, versions } from '../support/upgrade';

const tables = ['users', 'roles', 'user_roles', 'sessions', 'one_time_tokens'];

describe.each([
  ['at once', []],
  ['by each version since', Object.values(versions)],
])('a database of version 0.1.0, brought up to date %s', (_, stops) => {
  let old: OldDatabase;
  let t: TestApp;
  let counts: Record<string, number>;
  beforeAll(async () => {
    old = await migratedUpTo(versions['0.1.0']);
    await insertVersion010Rows(old.db);
    counts = await countRows();
    for (const stop of stops) await old.upgrade(stop);
    await old.upgrade();
    t = await testApp({ DATABASE_URL: old.url, SECRET_KEY: randomBytes(32).toString('base64') });
  });
  afterAll(async () => {
    await t?.close();
    await old.drop();
  });

  async function countRows(): Promise<Record<string, number>> {
    const counted: Record<string, number> = {};
    for (const table of tables)
      counted[table] = (await old.db.query(`SELECT count(*)::int AS count FROM ${table}`))[0].count;
    return counted;
  }

  const login = ({ email }: { email: string }) => t.http.post('/api/login', { email, password: PASSWORD });
  const refresh = (sessionId: string, generation: number) =>
    t.http.post('/api/token/refresh', { refresh: t.app.get(RefreshTokenCodec).encode(sessionId, generation) });

  it('has lost no row', async () => {
    expect(await countRows()).toEqual(counts);
    // One entry says that the chain was made anew.
    const users = Object.values(oldUsers).length;
    expect(await new AuditChain(old.db).verify()).toMatchObject({ entries: users + 1 });
    expect(await new AuditChain(old.db).verify()).not.toHaveProperty('brokenAt');
  });

  it.each(['olive', 'dora', 'lena', 'bea'] as const)('lets %s in, and shows what was saved', async (name) => {
    const { username, full_name, bio, roles } = oldUsers[name];
    const { status, body } = await login(oldUsers[name]);
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ username, full_name, bio });
    expect(body.user.roles.map(({ id }: { id: string }) => id).sort()).toEqual([...roles].sort());
    const again = await login(oldUsers[name]);
    expect(again.status).toBe(200);
  });

  it('keeps custom permissions', async () => {
    const { body } = await login(oldUsers.dora);
    expect(body.permissions).toMatchObject({ ...oldRole.custom_permissions, can_moderate: true });
    const roles = (await t.http.get('/api/roles', { token: body.tokens.access })).body.items;
    expect(roles).toContainEqual(expect.objectContaining({ id: oldRole.id, name: oldRole.name, priority: 10 }));
  });

  it('keeps out who was banned, and who has not verified the address until they do', async () => {
    expect(problemSummary(await login(oldUsers.bert))).toEqual([403, 'account_banned']);
    expect(problemSummary(await login(oldUsers.nina))).toEqual([403, 'email_not_verified']);
    expect((await t.http.post('/api/verify-email', { token: VERIFICATION })).status).toBe(200);
    expect((await login(oldUsers.nina)).status).toBe(200);
  });

  it('signs no user out, not even one who waits for the answer to a refresh', async () => {
    expect((await refresh(oldSessions.fresh, 0)).status).toBe(200);
    expect((await refresh(oldSessions.phone, ROTATIONS)).status).toBe(200);
    const waited = await refresh(oldSessions.rotated, ROTATIONS - 1);
    expect([waited.status, waited.body.refresh]).toEqual([
      200,
      t.app.get(RefreshTokenCodec).encode(oldSessions.rotated, ROTATIONS),
    ]);
    expect((await t.http.get('/api/profile', { token: waited.body.access })).status).toBe(200);
  });

  it('still knows what has ended, and an old token for stolen', async () => {
    expect(problemSummary(await refresh(oldSessions.ended, ROTATIONS))).toEqual([401, 'invalid_refresh_token']);
    expect(problemSummary(await refresh(oldSessions.silent, ROTATIONS))).toEqual([401, 'invalid_refresh_token']);
    expect(problemSummary(await refresh(oldSessions.phone, ROTATIONS - 1))).toEqual([401, 'refresh_token_reused']);
  });
});
