import { setTimeout as sleep } from 'node:timers/promises';
import { DataExportsRepository } from '#administration';
import { Maintenance } from '#platform';
import { aTime, anId, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

const BOM = '\ufeff';

describe('exports', () => {
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
  afterEach(() => t.db.query('DELETE FROM data_exports'));

  const ask = (body: object, by = admin, what = 'users') =>
    t.http.post(`/api/${what}/export`, body, { token: by.access });
  const get = (path: string, by = admin) => t.http.get(path, { token: by.access });
  const done = async (id: string, by = admin) => {
    for (let tries = 0; tries < 200; tries++) {
      const { body } = await get(`/api/exports/${id}`, by);
      if (body.state !== 'waiting' && body.state !== 'running') return body;
      await sleep(50);
    }
    throw new Error('the export does not end');
  };
  const file = async (body: object, by = admin, what = 'users') => {
    const { status, body: created } = await ask(body, by, what);
    expect([status, created.state]).toEqual([202, 'waiting']);
    await done(created.id, by);
    return get(`/api/exports/${created.id}/file`, by);
  };
  /** A small parser, so that the file is read and not compared with itself. */
  const parseCsv = (text: string) =>
    text
      .slice(BOM.length)
      .trimEnd()
      .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((line) =>
        [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
          .map(([, field]) => field!.replace(/^"|"$/g, '').replaceAll('""', '"'))
          .slice(0, 13),
      );

  it('of users have those that match the filter, as CSV', async () => {
    const person = await t.as.verifiedUser({ full_name: 'Comma, "Quote"' });
    await t.db.query(`UPDATE users SET mfa_methods = '{totp,webauthn}' WHERE id = $1`, [person.id]);
    const { status, headers, body } = await file({ format: 'csv', q: person.username, mfa: true });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="users-\d{4}-\d\d-\d\d\.csv"$/);
    expect(headers.get('cache-control')).toBe('no-store');
    const [head, row, ...rest] = parseCsv(`${BOM}${body.replace(BOM, '')}`);
    expect(rest).toEqual([]);
    expect(Object.fromEntries(head!.map((name, i) => [name, row![i]]))).toEqual({
      id: person.id,
      email: person.email,
      email_verified: 'true',
      username: person.username,
      full_name: 'Comma, "Quote"',
      roles: 'user',
      date_joined: aTime,
      last_seen: expect.any(String),
      mfa_methods: 'totp; webauthn',
      is_active: 'true',
      banned_at: '',
      ban_until: '',
      ban_reason: '',
    });
  });

  it('have no formula that a spreadsheet would run', async () => {
    const name = '=HYPERLINK("http://evil.example","Click")';
    const person = await t.as.verifiedUser({ full_name: name });
    await t.http.post(`/api/users/${person.id}/ban`, { reason: '@SUM(1+1)' }, { token: owner.access });
    const { body } = await file({ format: 'csv', q: person.username });
    expect(body).toContain(`,"'=HYPERLINK(""http://evil.example"",""Click"")",`);
    expect(body).toContain(`,"'@SUM(1+1)"\r\n`);
    const { body: lines } = await file({ format: 'ndjson', q: person.username });
    expect(JSON.parse(lines)).toMatchObject({ full_name: name, ban_reason: '@SUM(1+1)', banned_at: aTime });
  });

  it('of more users than fit into a page have each of them once', async () => {
    await t.db.query(`
      INSERT INTO users (id, email, email_key, username, username_key, full_name, full_name_key, password_hash)
      SELECT gen_random_uuid(), 'bulk' || n, 'bulk' || n, 'bulk' || n, 'bulk' || n, 'Bulk', 'bulk', ''
      FROM generate_series(1, 2500) n`);
    const { body } = await file({ format: 'ndjson', q: 'bulk', verified: false });
    const rows = body
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line));
    expect(rows).toHaveLength(2500);
    expect(new Set(rows.map(({ id }: { id: string }) => id)).size).toBe(2500);
    const { body: list } = await get('/api/exports');
    expect(list.items[0]).toMatchObject({ state: 'done', rows: 2500, filter: { q: 'bulk', verified: false } });
    await t.db.query(`DELETE FROM users WHERE username LIKE 'bulk%'`);
  });

  it('without a match are a head, or nothing', async () => {
    expect((await file({ format: 'csv', q: 'nobody has this' })).body.replace(BOM, '')).toMatch(
      /^"id","email",.*\r\n$/,
    );
    expect((await file({ format: 'ndjson', q: 'nobody has this' })).body).toBe('');
  });

  it('of the audit log hide what the list hides', async () => {
    const { body } = await file({ format: 'ndjson', action: 'session.login', subject: owner.id }, admin, 'audit-log');
    const entries = body
      .trimEnd()
      .split('\n')
      .map((line: string) => JSON.parse(line));
    const { body: list } = await get(`/api/audit-log?action=session.login&subject=${owner.id}&limit=100`);
    expect(entries).toEqual(
      list.items.filter(({ id }: { id: string }) => entries.some((e: { id: string }) => e.id === id)),
    );
    expect(entries.length).toBeGreaterThan(0);
    expect(entries[0]).toMatchObject({ subject: owner.id, ip: null, details: {} });
    const csv = await file({ format: 'csv', action: 'role.give' }, owner, 'audit-log');
    expect(csv.body.replace(BOM, '')).toMatch(/^"id","at","action","actor","subject","details",/);
    expect(csv.body).toContain('""role"":""moderator""');
  });

  it('are for who asked for them, and not before they are there', async () => {
    const { body } = await ask({ format: 'csv' });
    expect(body).toEqual({
      id: anId,
      kind: 'users',
      format: 'csv',
      filter: {},
      state: 'waiting',
      rows: 0,
      created_at: aTime,
      finished_at: null,
      expires_at: aTime,
    });
    await done(body.id);
    await t.db.query(`UPDATE data_exports SET state = 'running'`);
    expect(problemSummary(await get(`/api/exports/${body.id}/file`))).toEqual([409, 'export_not_ready']);
    await t.db.query(`UPDATE data_exports SET state = 'done'`);
    for (const path of ['', '/file'])
      expect(problemSummary(await get(`/api/exports/${body.id}${path}`, owner))).toEqual([404, 'export_not_found']);
    expect((await get('/api/exports', owner)).body.items).toEqual([]);
    const removal = await t.http.delete(`/api/exports/${body.id}`, { token: owner.access });
    expect(problemSummary(removal)).toEqual([404, 'export_not_found']);
    expect((await get(`/api/exports/${body.id}/file`)).status).toBe(200);
  });

  it('need the permission when they are asked for and when they are fetched', async () => {
    expect((await ask({ format: 'csv' }, moderator)).body.missing).toEqual(['can_manage_users']);
    const former = await t.as.userWithRoles(['admin']);
    const { body } = await ask({ format: 'csv' }, former);
    await done(body.id, former);
    const role = '0193543d-0000-7000-8000-000000000100';
    await t.http.delete(`/api/users/${former.id}/roles/${role}`, { token: owner.access });
    expect((await get(`/api/exports/${body.id}/file`, former)).body.code).toBe('permission_denied');
    await t.http.delete(`/api/users/${former.id}`, { token: owner.access });
    expect(await t.db.query('SELECT 1 FROM data_exports')).toEqual([]);
  });

  it.each([
    ['banned', (id: string) => t.http.post(`/api/users/${id}/ban`, { reason: 'x' }, { token: owner.access })],
    [
      'without the role',
      (id: string) =>
        t.http.delete(`/api/users/${id}/roles/0193543d-0000-7000-8000-000000000100`, { token: owner.access }),
    ],
  ])('are not written for a user who is %s by then', async (_, take) => {
    const former = await t.as.userWithRoles(['admin']);
    // The table of chunks is locked: the job has begun, and waits.
    const held = t.db.createQueryRunner();
    await held.startTransaction();
    await held.query('LOCK TABLE data_export_chunks');
    const { body } = await ask({ format: 'csv' }, former);
    await waitFor(
      async () =>
        (
          await t.db.query(
            `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%data_export_chunks%' AND datname = current_database()`,
          )
        ).length > 0,
      'the job waits',
    );
    expect([200, 204]).toContain((await take(former.id)).status);
    await held.commitTransaction();
    await held.release();
    const state = async () => (await t.db.query('SELECT state FROM data_exports WHERE id = $1', [body.id]))[0].state;
    await waitFor(async () => ['done', 'failed'].includes(await state()), 'the end');
    expect(await state()).toBe('failed');
    expect(await t.db.query('SELECT 1 FROM data_export_chunks')).toEqual([]);
  });

  it('are written by the latest attempt alone, if a job that was taken for lost goes on', async () => {
    const exports = t.app.get(DataExportsRepository, { strict: false });
    const { body } = await ask({ format: 'csv', q: 'x' });
    await done(body.id);
    await t.db.query(`UPDATE data_exports SET state = 'waiting', attempts = 0`);
    const first = (await exports.begin(body.id))!;
    expect(await exports.append(first, 0, 'a', 1)).toBe(true);
    const second = (await exports.begin(body.id))!;
    expect(await exports.append(first, 1, 'b', 1)).toBe(false);
    await exports.finish(first);
    await exports.fail(first);
    expect(await exports.append(second, 0, 'c', 1)).toBe(true);
    expect((await get(`/api/exports/${body.id}`)).body).toMatchObject({ state: 'running', rows: 1 });
    await exports.finish(second);
    expect((await get(`/api/exports/${body.id}/file`)).body).toBe('c');
    // Nor is one written that is done.
    expect(await exports.append(second, 1, 'd', 1)).toBe(false);
  });

  it('that are removed while they are downloaded break off, and are not taken for whole', async () => {
    const { body } = await ask({ format: 'csv', q: 'x' });
    await done(body.id);
    await t.db.query(
      `INSERT INTO data_export_chunks (export_id, number, content)
       SELECT $1, n, repeat('x', 1000000) FROM generate_series(1, 60) n`,
      [body.id],
    );
    const url = new URL(`/api/exports/${body.id}/file`, t.url);
    const answer = await fetch(url, { headers: { authorization: `Bearer ${admin.access}` } });
    const reader = answer.body!.getReader();
    await reader.read();
    expect((await t.http.delete(`/api/exports/${body.id}`, { token: admin.access })).status).toBe(204);
    const readAll = async () => {
      while (!(await reader.read()).done);
    };
    await expect(readAll()).rejects.toThrow();
  });

  it('are downloaded and removed at once without waiting for each other for ever', async () => {
    const { body } = await ask({ format: 'csv', q: 'x' });
    await done(body.id);
    // A download whose rest is removed is cut off: it must not look like a whole one.
    const cutOff = (error: unknown) => {
      expect(error).toMatchObject({ message: 'terminated' });
      return { status: 200 };
    };
    // More than the connections of the pool.
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        n % 2
          ? get(`/api/exports/${body.id}/file`).catch(cutOff)
          : t.http.delete(`/api/exports/${body.id}`, { token: admin.access }),
      ),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![200, 204, 404].includes(status))).toEqual([]);
  });

  it('are five at most, also when they are asked for at once, and can be removed', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask({ format: 'csv', q: 'x' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(202), ...Array(3).fill(409)]);
    const { body } = await get('/api/exports');
    expect(body.items).toHaveLength(5);
    expect((await t.http.delete(`/api/exports/${body.items[0].id}`, { token: admin.access })).status).toBe(204);
    expect((await ask({ format: 'csv', q: 'x' })).status).toBe(202);
  });

  it('are gone after a day', async () => {
    const { body } = await ask({ format: 'csv', q: 'x' });
    await done(body.id);
    await t.db.query(`UPDATE data_exports SET expires_at = now()`);
    for (const path of ['', '/file'])
      expect(problemSummary(await get(`/api/exports/${body.id}${path}`))).toEqual([404, 'export_not_found']);
    await t.app.get(Maintenance).runAll();
    expect(await t.db.query('SELECT 1 FROM data_export_chunks')).toEqual([]);
  });

  it('that fail three times are failed, and say so', async () => {
    await t.db.query('ALTER TABLE data_export_chunks RENAME COLUMN content TO away');
    const { body } = await ask({ format: 'csv', q: 'x' });
    for (let tries = 0; tries < 3; tries++) {
      await t.db.query(`SELECT 1 FROM graphile_worker.reschedule_jobs(
        ARRAY(SELECT id FROM graphile_worker.jobs WHERE task_identifier = 'run_export'), run_at => now())`);
      await sleep(1500);
    }
    expect((await get(`/api/exports/${body.id}`)).body).toMatchObject({ state: 'failed', finished_at: aTime });
    await t.db.query('ALTER TABLE data_export_chunks RENAME COLUMN away TO content');
  });

  it('are in the audit log: asked for, downloaded and removed, without what was searched for', async () => {
    const { body } = await ask({ format: 'ndjson', q: 'secret@example.com', role: 'user' });
    await done(body.id);
    await get(`/api/exports/${body.id}/file`);
    await t.http.delete(`/api/exports/${body.id}`, { token: admin.access });
    const { body: log } = await get(`/api/audit-log?actor=${admin.id}&limit=3`);
    const details = { export_id: body.id, kind: 'users', format: 'ndjson', filter: { role: 'user', q: true } };
    expect(log.items.map((entry: Record<string, unknown>) => [entry.action, entry.details])).toEqual([
      ['export.remove', details],
      ['export.download', details],
      ['export.create', details],
    ]);
  });

  it.each([
    [{}, 'format required'],
    [{ format: 'xlsx' }, 'format invalid_choice'],
    [{ format: 'csv', sort: 'email' }, 'sort unknown_field'],
    [{ format: 'csv', banned: 'maybe' }, 'banned invalid_type'],
  ])('%j is refused', async (body, fault) => {
    expect(problemSummary(await ask(body))).toEqual([400, 'validation_failed', fault]);
  });
});
