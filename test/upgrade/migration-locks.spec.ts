import { schema } from '#composition';
import { LockProbes } from '../support/lock-probes';
import { migratedUpTo, type OldDatabase } from '../support/upgrade';

jest.setTimeout(300_000);

const ROWS = 1_000_000;
const LIMIT_MS = 1000;
/** Before this rule. CHANGELOG.md says what they block ("Upgrading from 0.1.0"). */
const UNCHECKED_UP_TO = 'HotRefreshes1795752000000';

const USER_ROLE = '0193543d-0000-7000-8000-000000000000';
/** Ids that a probe can name. */
const id = (kind: number, n: string) => `('${kind}0000000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

const fills = [
  `INSERT INTO users (id, email, email_key, email_verified, username, username_key, full_name, full_name_key, password_hash)
   SELECT ${id(1, 'n')}, n || '@example.com', n || '@example.com', true, 'user' || n, 'user' || n, 'Pat ' || n, 'pat ' || n, ''
   FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO user_roles (user_id, role_id) SELECT ${id(1, 'n')}, '${USER_ROLE}' FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO sessions (id, user_id, ip, user_agent, refresh_expires_at, expires_at)
   SELECT ${id(2, 'n')}, ${id(1, 'n')}, '127.0.0.1', 'test', now() + interval '30 days', now() + interval '180 days'
   FROM generate_series(1, ${ROWS}) n`,
  `INSERT INTO audit_log (seq, id, at, action, subject_id, details, hash)
   SELECT n, ${id(3, 'n')}, now(), 'session.login', ${id(1, 'n')}, '{}', sha256('') FROM generate_series(1, ${ROWS}) n`,
  `UPDATE audit_head SET seq = ${ROWS}`,
  `INSERT INTO authorization_events (type, at, expires_at, payload)
   SELECT 'session-revoked', now(), now() + interval '25 hours', jsonb_build_object('user_id', ${id(1, 'n')})
   FROM generate_series(1, ${ROWS}) n`,
];

/** As small as those of requests. Each table is read and written, as a lock may allow one of these. */
const probes = {
  'a read of users': `SELECT id FROM users WHERE id = ${id(1, '1')}`,
  'a write of users': `UPDATE users SET last_seen = now() WHERE id = ${id(1, '2')}`,
  'a read of user_roles': `SELECT role_id FROM user_roles WHERE user_id = ${id(1, '1')}`,
  'a write of user_roles': `UPDATE user_roles SET role_id = role_id WHERE user_id = ${id(1, '3')}`,
  'a read of sessions': `SELECT id FROM sessions WHERE id = ${id(2, '1')}`,
  'a write of sessions': `UPDATE sessions SET last_active_at = now() WHERE id = ${id(2, '2')}`,
  'a read of audit_log': 'SELECT seq FROM audit_log WHERE seq = 1',
  'a write of audit_log': `SELECT audit_append(jsonb_populate_record(NULL::audit_log,
     jsonb_build_object('id', gen_random_uuid(), 'action', 'test.probe', 'details', '{}'::jsonb)))`,
  'a read of authorization_events': 'SELECT seq FROM authorization_events WHERE seq = 1',
  'a write of authorization_events': `INSERT INTO authorization_events (type, expires_at, payload)
     VALUES ('session-revoked', now() + interval '25 hours', '{}')`,
};

describe(`with ${ROWS.toLocaleString('en')} rows in each big table`, () => {
  let old: OldDatabase;
  let watch: LockProbes;
  /** What a machine that is busy otherwise lets a statement wait, beside one that takes no lock. */
  let disturbance: number;

  beforeAll(async () => {
    old = await migratedUpTo(UNCHECKED_UP_TO);
    await fill();
    watch = await LockProbes.start(old.url, probes);
    const scan = () => old.db.query('SELECT sum(hashtext(full_name)) FROM users');
    disturbance = (await watch.during(scan)).milliseconds;
  });
  afterAll(async () => {
    await watch.stop();
    await old.drop();
  });

  /** Search indexes take most of the time, so they are built after the rows. Triggers would judge and notify each row. */
  async function fill(): Promise<void> {
    const indexes = await old.db.query<{ name: string; definition: string }[]>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
       JOIN pg_class ON pg_class.oid = indrelid WHERE relname IN ('users', 'sessions') AND NOT indisunique`,
    );
    const runner = old.db.createQueryRunner();
    for (const { name } of indexes) await runner.query(`DROP INDEX ${name}`);
    await runner.query(`SET session_replication_role = replica; SET maintenance_work_mem = '256MB'`);
    for (const sql of fills) await runner.query(sql);
    for (const { definition } of indexes) await runner.query(definition);
    await runner.release();
    await old.db.query('ANALYZE');
  }

  const limit = () => LIMIT_MS + 3 * disturbance;

  it('no migration makes a request wait for over 1 s', async () => {
    const names = schema.migrations.map(({ name }) => name).sort((a, b) => timeOf(a) - timeOf(b));
    const checked = names.filter((name) => timeOf(name) > timeOf(UNCHECKED_UP_TO));
    const blocking = [];
    for (const migration of checked) {
      const { name, milliseconds } = await watch.during(() => old.upgrade(migration));
      if (milliseconds > limit()) blocking.push(`${migration}: ${name} waited ${milliseconds} ms`);
    }
    expect(blocking).toEqual([]);
  });

  it('a statement that holds a lock for so long is found', async () => {
    const seconds = limit() / 1000 + 0.5;
    const lock = `DO $$ BEGIN LOCK TABLE sessions IN SHARE MODE; PERFORM pg_sleep(${seconds}); END $$`;
    const { name, milliseconds } = await watch.during(() => old.db.query(lock));
    expect(name).toBe('a write of sessions');
    expect(milliseconds).toBeGreaterThan(limit());
  });
});

const timeOf = (name: string) => Number(name.slice(-13));
