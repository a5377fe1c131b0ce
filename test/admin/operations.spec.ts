import { aTime, problemSummary } from '../support/matchers';
import { withStaleSession } from '../support/second-factor';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

const OPERATIONS = ['GET /api/nodes', 'GET /api/signing-keys', 'GET /api/settings', 'GET /api/failed-jobs'];

describe('the routes of operators', () => {
  let t: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  beforeAll(async () => {
    t = await testApp({ METRICS_TOKEN: 'a-secret-for-the-scraper', ACCESS_TOKEN_TTL: '10m' });
    owner = await t.as.owner();
    admin = await t.as.userWithRoles(['admin']);
  });
  afterAll(() => t.close());

  const get = (path: string, by = owner) => t.http.get(path, { token: by.access });
  const post = (path: string, body: object = {}, by = owner) => t.http.post(path, body, { token: by.access });

  it('are for owners, and for a role that an owner gives the permission', async () => {
    for (const operation of OPERATIONS) {
      const [, path] = operation.split(' ');
      expect([path, (await get(path!, admin)).body]).toEqual([
        path,
        expect.objectContaining({ code: 'permission_denied', missing: ['can_operate'] }),
      ]);
    }
    const role = { name: 'operator', priority: 10, custom_permissions: { can_operate: true } };
    expect((await post('/api/roles', role, admin)).body.code).toBe('outranked');
    expect((await post('/api/roles', role)).status).toBe(201);
    const operator = await t.as.userWithRoles(['operator']);
    for (const operation of OPERATIONS)
      expect([operation, (await get(operation.split(' ')[1]!, operator)).status]).toEqual([operation, 200]);
  });

  describe('settings', () => {
    it('are listed as they were written, with defaults', async () => {
      const { status, body } = await get('/api/settings');
      expect(status).toBe(200);
      const of = (name: string) => body.items.find((setting: { name: string }) => setting.name === name);
      expect(of('ACCESS_TOKEN_TTL')).toEqual({
        name: 'ACCESS_TOKEN_TTL',
        group: expect.any(String),
        description: expect.any(String),
        value: '10m',
        default: null,
        is_secret: false,
        is_set: true,
      });
      expect(of('SESSION_TTL')).toMatchObject({ value: '180d', is_set: false });
      expect(of('CSP_REPORT_URI')).toMatchObject({ value: null, default: 'none', is_set: false });
    });

    it('never have the value of a secret', async () => {
      const { body } = await get('/api/settings');
      const secrets = body.items.filter(({ is_secret }: { is_secret: boolean }) => is_secret);
      const inShort = secrets.map(({ name, value, is_set }: Record<string, unknown>) => [name, value, is_set]);
      expect(Object.fromEntries(inShort.map(([name, , isSet]: [string, unknown, boolean]) => [name, isSet]))).toEqual({
        SECRET_KEY: false,
        METRICS_TOKEN: true,
        DATABASE_URL: true,
        DATABASE_DIRECT_URL: false,
        DATABASE_REPLICA_URL: false,
        OTEL_EXPORTER_OTLP_HEADERS: false,
        REDIS_URL: expect.any(Boolean),
        SMTP_URL: true,
        FCM_SERVICE_ACCOUNT: false,
        BOOTSTRAP_ADMIN_PASSWORD: true,
      });
      for (const [, value] of inShort) expect(value).toBeNull();
      const text = JSON.stringify(body);
      for (const secret of ['a-secret-for-the-scraper', owner.password, t.databaseUrl])
        expect(text).not.toContain(secret);
    });
  });

  describe('failed jobs', () => {
    /** As graphile-worker leaves them. */
    const fail = async (task: string, attempts: number, payload: object = {}): Promise<string> => {
      const [{ id }] = await t.db.query(
        `SELECT id::text FROM graphile_worker.add_job($1, $2, run_at => now() + interval '1 hour', max_attempts => 21)`,
        [task, payload],
      );
      await t.db.query(
        `UPDATE graphile_worker._private_jobs
         SET attempts = $2, last_error = E'connect ECONNREFUSED\\n    at stack (file.js)' WHERE id = $1`,
        [id, attempts],
      );
      return id;
    };

    it('are listed without what is in them, in pages, and by kind', async () => {
      const mail = await fail('send_mail', 21, { name: 'verify-email', sealed: 'ciphertext' });
      const push = await fail('push_to_device', 2);
      const other = await fail('remove_avatar', 1, { name: 'x.webp' });
      const { body } = await get('/api/failed-jobs');
      expect(body).toEqual({
        items: [
          {
            id: mail,
            kind: 'mail',
            name: 'verify-email',
            attempts: 21,
            max_attempts: 21,
            next_attempt_at: null,
            created_at: aTime,
            last_error: 'connect ECONNREFUSED',
          },
          expect.objectContaining({ id: push, kind: 'push', name: null, attempts: 2, next_attempt_at: aTime }),
          expect.objectContaining({ id: other, kind: 'other', name: null }),
        ],
        next_cursor: null,
      });
      expect(JSON.stringify(body)).not.toContain('ciphertext');
      const idsOf = async (query: string) =>
        (await get(`/api/failed-jobs?${query}`)).body.items.map(({ id }: { id: string }) => id);
      expect(await idsOf('kind=push')).toEqual([push]);
      expect(await idsOf('kind=other')).toEqual([other]);
      const first = (await get('/api/failed-jobs?limit=2')).body;
      expect(await idsOf(`limit=2&cursor=${first.next_cursor}`)).toEqual([other]);
      const { body: statistics } = await get('/api/statistics');
      expect([statistics.mails.failed, statistics.pushes.retrying]).toEqual([1, 1]);
    });

    it('say why without the address that a server repeats, where it is stored and where it is shown', async () => {
      const { email } = t.as.form();
      const person = await t.as.verifiedUser();
      t.mailbox.refuseWith = { code: 550, message: `<${email}> is unknown, see https://mail.example.com/${email}` };
      await t.http.post('/api/email/change', { new_email: email, password: person.password }, { token: person.access });
      const failed = () =>
        t.db.query(`SELECT id, last_error FROM graphile_worker.jobs WHERE last_error LIKE '%unknown%'`);
      const [{ id, last_error }] = await waitFor(
        async () => ((await failed()).length > 0 ? failed() : undefined),
        'the mail is refused',
      );
      t.mailbox.refuseWith = undefined;
      expect(last_error).toContain('<<address>> is unknown, see https://mail.example.com');
      expect(last_error).not.toContain(email);
      // As a version before this one stored it.
      await t.db.query('UPDATE graphile_worker._private_jobs SET last_error = $1 WHERE id = $2', [
        `550 <${email}> https://push.example.com/secret`,
        id,
      ]);
      const { body } = await get('/api/failed-jobs?kind=mail');
      expect(body.items).toContainEqual(
        expect.objectContaining({ id, last_error: '550 <<address>> https://push.example.com' }),
      );
    });

    it('are tried again, all of a kind or some, and the audit log says who did it', async () => {
      const [one, two] = [await fail('push_to_device', 21), await fail('push_to_device', 21)];
      const attempts = async (id: string) =>
        (await t.db.query('SELECT attempts FROM graphile_worker.jobs WHERE id = $1 AND attempts > 0', [id])).length;
      const mail = await fail('send_mail', 21, { name: 'x', sealed: '' });
      expect((await post('/api/failed-jobs/retry', { kind: 'push', ids: [one, mail] })).body).toEqual({ retried: 1 });
      expect([await attempts(two), await attempts(mail)]).toEqual([1, 1]);
      expect((await post('/api/failed-jobs/retry', { kind: 'push' })).body.retried).toBeGreaterThan(0);
      expect(await attempts(two)).toBe(0);
      const { body } = await get('/api/audit-log?action=job.retry&limit=2');
      expect(body.items.map(({ actor, details }: Record<string, unknown>) => [actor, details])).toEqual([
        [owner.id, { kind: 'push', jobs: expect.any(Number) }],
        [owner.id, { kind: 'push', jobs: 1 }],
      ]);
    });

    it.each([
      [{}, 'kind required'],
      [{ kind: 'all' }, 'kind invalid_choice'],
      [{ kind: 'mail', ids: ['1; DROP'] }, 'ids invalid_id'],
      [{ kind: 'mail', ids: 'x' }, 'ids invalid_type'],
    ])('%j is refused', async (body, fault) => {
      expect(problemSummary(await post('/api/failed-jobs/retry', body))).toEqual([400, 'validation_failed', fault]);
    });
  });

  /** Last: the second ends every token. */
  describe('signing keys', () => {
    const keys = async () => (await get('/api/signing-keys')).body.items;
    const states = async () => (await keys()).map(({ state }: { state: string }) => state);

    it('need a recent authentication', async () => {
      const stale = await withStaleSession(t, owner);
      for (const action of ['rotate', 'withdraw'])
        expect((await post(`/api/signing-keys/${action}`, {}, stale)).body.code).toBe('step_up_required');
    });

    it('are rotated: the old one signs until services know the new one', async () => {
      const [first] = await keys();
      expect(first).toEqual({
        kid: expect.stringMatching(/^[\w-]{43}$/),
        state: 'signing',
        created_at: aTime,
        active_at: aTime,
        retires_at: null,
      });
      const { status, body } = await post('/api/signing-keys/rotate');
      expect([status, body]).toEqual([200, { kid: expect.any(String), active_at: aTime, old_keys_retire_at: aTime }]);
      expect(Date.parse(body.active_at) - Date.now()).toBeGreaterThan(290_000);
      expect((await keys()).map(({ kid, state }: Record<string, string>) => [kid, state])).toEqual([
        [body.kid, 'published'],
        [first.kid, 'signing'],
      ]);
      const { body: now } = await post('/api/signing-keys/rotate', { immediately: true });
      expect(await states()).toEqual(expect.arrayContaining(['signing', 'retiring']));
      expect((await keys()).find(({ state }: { state: string }) => state === 'signing').kid).toBe(now.kid);
      const { body: log } = await get('/api/audit-log?action=signing_key.rotate');
      expect(log.items.map(({ actor, details }: Record<string, unknown>) => [actor, details])).toEqual([
        [owner.id, { kid: now.kid, immediately: true }],
        [owner.id, { kid: body.kid, immediately: false }],
      ]);
    });

    it('are withdrawn: all tokens are refused at once, and clients refresh', async () => {
      const { status, body } = await post('/api/signing-keys/withdraw');
      expect(status).toBe(200);
      const refused = async () => (await get('/api/profile')).status;
      for (let tries = 0; tries < 100 && (await refused()) !== 401; tries++)
        await new Promise((r) => setTimeout(r, 50));
      expect(await refused()).toBe(401);
      const { body: refreshed } = await t.http.post('/api/token/refresh', { refresh: owner.refresh });
      owner = { ...owner, access: refreshed.access };
      expect((await keys())[0]).toMatchObject({ kid: body.kid, state: 'signing' });
      expect((await states()).slice(1)).toEqual(['retired', 'retired', 'retired']);
      expect(JSON.stringify(await keys())).not.toMatch(/private|sealed/i);
      const { body: log } = await get('/api/audit-log?action=signing_key.withdraw');
      expect(log.items).toEqual([expect.objectContaining({ actor: owner.id, ip: '127.0.0.1' })]);
    });
  });
});
