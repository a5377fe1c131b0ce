import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditChain } from '#audit';
import { backdateAudit } from '../support/backdate-audit';
import { runCli } from '../support/run-cli';
import { runMaintenance } from '../support/run-maintenance';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const ORIGINS = 'IP addresses of the audit log';
const ENTRIES = 'old entries of the audit log';

/** As who owns the table can do. */
const tamper = ({ db }: TestApp, sql: string, parameters: unknown[] = []) =>
  db.transaction(async (manager) => {
    await manager.query('ALTER TABLE audit_log DISABLE TRIGGER USER');
    await manager.query(sql, parameters);
    await manager.query('ALTER TABLE audit_log ENABLE TRIGGER USER');
  });

describe('IP addresses of the audit log', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const verify = () => t.app.get(AuditChain, { strict: false }).verify();
  const entriesAbout = async ({ id }: TestUser) =>
    (await t.http.get(`/api/audit-log?subject=${id}`, { token: owner.access })).body.items;
  const headSeq = async () => Number((await t.db.query('SELECT seq FROM audit_head'))[0].seq);

  /** What verification says of an entry that an attacker erased. The entry is restored. */
  async function brokenBy(erasure: string, seq: number): Promise<number | undefined> {
    const [{ entry }] = await t.db.query('SELECT audit_log::text AS entry FROM audit_log WHERE seq = $1', [seq]);
    await tamper(t, `UPDATE audit_log SET ${erasure} WHERE seq = $1`, [seq]);
    const { brokenAt } = await verify();
    await tamper(t, 'DELETE FROM audit_log WHERE seq = $1', [seq]);
    await t.db.query('INSERT INTO audit_log SELECT ($1::audit_log).*', [entry]);
    expect((await verify()).brokenAt).toBeUndefined();
    return brokenAt;
  }

  it('are erased after 90 days, with user agent and request id; the rest stays, and the chain is valid', async () => {
    const old = await t.as.verifiedUser();
    await t.http.patch('/api/profile', { bio: 'Likes tea.' }, { token: old.access });
    await backdateAudit(t.db, '92 days');
    const recent = await t.as.verifiedUser();
    const before = await entriesAbout(old);
    expect(before[0].ip).toBe('127.0.0.1');

    expect((await runMaintenance(t))[ORIGINS]).toBeGreaterThanOrEqual(3);

    const nothing = { ip: null, user_agent: null, request_id: null };
    expect(await entriesAbout(old)).toEqual(before.map((entry: object) => ({ ...entry, ...nothing })));
    for (const entry of await entriesAbout(recent)) expect(entry.ip).toBe('127.0.0.1');
    expect((await verify()).brokenAt).toBeUndefined();
  });

  it('are erased from the details of a sign-in on a new device too', async () => {
    const person = await t.as.verifiedUser();
    await t.http.post(
      '/api/login',
      { email: person.email, password: person.password },
      { headers: { 'user-agent': 'Elsewhere/1' } },
    );
    await t.mailbox.find(person.email, /new device/i);
    const ofDevice = async () =>
      (await entriesAbout(person)).find(({ action }: { action: string }) => action === 'session.new_device');
    expect((await ofDevice()).details.ip).toBe('127.0.0.1');
    await backdateAudit(t.db, '92 days');
    await runMaintenance(t);
    expect((await ofDevice()).details).toEqual({});
    const [{ rows }] = await t.db.query(`SELECT string_agg(audit_log::text, ' ') AS rows FROM audit_log`);
    expect(rows).not.toContain('127.0.0.1');
    expect(rows).not.toContain('Elsewhere');
    expect((await verify()).brokenAt).toBeUndefined();
  });

  it('leave one entry in the log for a day, and none when there is nothing to erase', async () => {
    await t.as.verifiedUser();
    await backdateAudit(t.db, '92 days');
    await runMaintenance(t);
    const written = await headSeq();
    expect((await runMaintenance(t))[ORIGINS]).toBe(0);
    expect(await headSeq()).toBe(written);
  });

  it('are erased in the next run if a run stopped after its entry', async () => {
    await t.as.verifiedUser();
    await backdateAudit(t.db, '92 days');
    await t.db.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
       CREATE TRIGGER refuse BEFORE UPDATE ON audit_log EXECUTE FUNCTION refuse()`,
    );
    expect((await runMaintenance(t))[ORIGINS]).toBe(-1);
    expect((await verify()).brokenAt).toBeUndefined();
    await t.db.query('DROP TRIGGER refuse ON audit_log');
    const written = await headSeq();
    expect((await runMaintenance(t))[ORIGINS]).toBeGreaterThan(0);
    expect(await headSeq()).toBe(written);
    expect((await verify()).brokenAt).toBeUndefined();
  });

  it.each([
    ['a later one', 'ip = NULL, user_agent = NULL, request_id = NULL, origin_salt = NULL'],
    ['the details of a later one', `details = '{}', details_salt = NULL`],
  ])('may not be erased from %s: verification fails', async (_, erasure) => {
    await t.as.verifiedUser();
    await backdateAudit(t.db, '92 days');
    await runMaintenance(t);
    await t.as.verifiedUser();
    const last = await headSeq();
    expect(await brokenBy(erasure, last)).toBe(last);
  });

  it('may be erased alone: erased details of an old entry fail verification', async () => {
    await t.as.verifiedUser();
    await backdateAudit(t.db, '92 days');
    await runMaintenance(t);
    expect(await brokenBy(`details = '{}', details_salt = NULL`, 2)).toBe(2);
  });

  it('are erased while accounts are deleted and entries are written', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => t.as.verifiedUser()));
    await backdateAudit(t.db, '92 days');
    const answers = await Promise.all([
      ...people
        .slice(0, 3)
        .map(({ access, password }) => t.http.delete('/api/account', { token: access, body: { password } })),
      ...people.slice(3).map(({ access }) => t.http.patch('/api/profile', { bio: 'Tea.' }, { token: access })),
      runMaintenance(t),
    ]);
    expect(answers.slice(0, 6).map(({ status }) => status)).toEqual([204, 204, 204, 200, 200, 200]);
    const [{ count }] = await t.db.query(
      `SELECT count(*)::int FROM audit_log WHERE at < now() - interval '91 days' AND ip IS NOT NULL`,
    );
    expect(count).toBe(0);
    expect((await verify()).brokenAt).toBeUndefined();
  });
});

describe('old entries of the audit log', () => {
  let t: TestApp;
  let folder: string;
  let settings: Record<string, string>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-archive-'));
    settings = { RETENTION_AUDIT_LOG: '2y', AUDIT_ARCHIVE_DIR: folder, SECRET_KEY: randomBytes(32).toString('base64') };
    t = await testApp(settings);
  });
  afterEach(async () => {
    await t.close();
    await rm(folder, { recursive: true });
  });

  const chain = () => t.app.get(AuditChain, { strict: false });
  const files = async () => (await readdir(folder)).sort();
  const linesOf = async (name: string) => (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n');
  const rows = () => t.db.query('SELECT to_jsonb(audit_log)::text AS line FROM audit_log ORDER BY seq');
  const verifyCli = (archive = folder) =>
    runCli(['audit', 'verify', '--archive', archive], { env: { DATABASE_URL: t.databaseUrl, DATA_DIR: t.dataDir } });

  /** Two old months and entries of today. @returns the number of old entries */
  async function threeMonths(): Promise<number> {
    await t.as.verifiedUser();
    const [{ first }] = await t.db.query('SELECT seq::int AS first FROM audit_head');
    await backdateAudit(t.db, '36 months');
    await t.as.verifiedUser();
    const [{ second }] = await t.db.query('SELECT seq::int AS second FROM audit_head');
    await backdateAudit(t.db, '30 months', `seq > ${first}`);
    await t.as.verifiedUser();
    return second;
  }

  it('are kept by default', async () => {
    const other = await testApp();
    try {
      await other.as.verifiedUser();
      await backdateAudit(other.db, '10 years');
      expect((await runMaintenance(other))[ENTRIES]).toBe(0);
      expect((await other.app.get(AuditChain, { strict: false }).verify()).firstEntry).toBe(1);
    } finally {
      await other.close();
    }
  });

  it('are written to one file a month and deleted; the log and the archive verify', async () => {
    const old = await threeMonths();
    const written = (await chain().verify()).entries;
    const results = await runMaintenance(t);
    expect(results[ENTRIES]).toBe(old);
    expect(await files()).toEqual([
      expect.stringMatching(/^audit-000000000001-0000000000\d\d\.ndjson$/),
      expect.stringMatching(new RegExp(`-${String(old).padStart(12, '0')}\\.ndjson$`)),
    ]);
    const remaining = await chain().verify();
    expect(remaining.brokenAt).toBeUndefined();
    expect(remaining.firstEntry).toBe(old + 1);
    const all = await chain().verify(folder);
    // One entry for the erased IP addresses, and one for each segment.
    expect(all).toEqual({ entries: written + 3, firstEntry: 1, head: remaining.head });
  });

  it('have a header with first and last hash, count and SHA-256', async () => {
    await t.as.verifiedUser();
    await backdateAudit(t.db, '3 years');
    await runMaintenance(t);
    const [name] = await files();
    const [header, ...lines] = (await linesOf(name!)).map((line) => JSON.parse(line));
    expect(header).toEqual({
      format: 1,
      entries: lines.length,
      first_entry: 1,
      last_entry: lines.length,
      previous_hash: expect.stringMatching(/^[\da-f]{64}$/),
      first_hash: lines[0].hash.slice(2),
      last_hash: lines.at(-1).hash.slice(2),
      sha256: expect.stringMatching(/^[\da-f]{64}$/),
    });
    const [{ details }] = await t.db.query(`SELECT details FROM audit_log WHERE action = 'audit.archive'`);
    expect(details).toEqual({
      file: name,
      first_entry: 1,
      last_entry: lines.length,
      last_hash: header.last_hash,
      sha256: header.sha256,
    });
  });

  it('stay until their whole month is old enough', async () => {
    await t.as.verifiedUser();
    await backdateAudit(t.db, '730 days 1 hour');
    expect((await runMaintenance(t))[ENTRIES]).toBe(0);
    await backdateAudit(t.db, '31 days');
    expect((await runMaintenance(t))[ENTRIES]).toBeGreaterThan(0);
  });

  it('are lost in no case: a run that fails after the export is repeated', async () => {
    const old = await threeMonths();
    await t.db.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
       CREATE TRIGGER refuse BEFORE DELETE ON audit_log EXECUTE FUNCTION refuse()`,
    );
    expect((await runMaintenance(t))[ENTRIES]).toBe(-1);
    const [exported] = await files();
    expect(exported).toBeDefined();
    const before = await rows();
    expect(before.length).toBeGreaterThan(old);
    expect((await chain().verify(folder)).brokenAt).toBeUndefined();

    await t.db.query('DROP TRIGGER refuse ON audit_log');
    expect((await runMaintenance(t))[ENTRIES]).toBe(old);
    expect((await files())[0]).toBe(exported);
    const archived = (await Promise.all((await files()).map(linesOf))).flatMap(([, ...lines]) => lines);
    expect(archived).toEqual(before.slice(0, old).map(({ line }: { line: string }) => line));
    expect((await chain().verify(folder)).brokenAt).toBeUndefined();
  });

  it('stay where they are if the file can not be written', async () => {
    const old = await threeMonths();
    await rm(folder, { recursive: true });
    await writeFile(folder, 'not a folder');
    expect((await runMaintenance(t))[ENTRIES]).toBe(-1);
    expect((await rows()).length).toBeGreaterThan(old);
    expect((await chain().verify()).firstEntry).toBe(1);
  });

  it('are not written over the archive of another log', async () => {
    const old = await threeMonths();
    await runMaintenance(t);
    const name = (await files())[0]!;
    const other = await testApp(settings);
    try {
      for (let i = 0; i < 3; i++) await other.as.verifiedUser();
      // A segment of the same numbers.
      const last = Number(name.slice(19, 31));
      await backdateAudit(other.db, '36 months', `seq <= ${last}`);
      const before = await linesOf(name);
      expect((await runMaintenance(other))[ENTRIES]).toBe(-1);
      expect(await linesOf(name)).toEqual(before);
    } finally {
      await other.close();
    }
    expect((await chain().verify(folder)).firstEntry).toBe(1);
    expect(old).toBeGreaterThan(0);
  });

  it('are archived once by several processes', async () => {
    const old = await threeMonths();
    const other = await testApp({ ...settings, DATABASE_URL: t.databaseUrl });
    try {
      const results = await Promise.all([runMaintenance(t), runMaintenance(other), runMaintenance(t)]);
      expect(results.reduce((sum, { [ENTRIES]: count = 0 }) => sum + count, 0)).toBe(old);
    } finally {
      await other.close();
    }
    const [{ count }] = await t.db.query(`SELECT count(*)::int FROM audit_log WHERE action = 'audit.archive'`);
    expect(count).toBe(2);
    expect((await chain().verify(folder)).firstEntry).toBe(1);
  });

  it('are not deleted if one of them was tampered with', async () => {
    const old = await threeMonths();
    await tamper(t, `UPDATE audit_log SET action = 'session.end' WHERE seq = 2`);
    expect((await runMaintenance(t))[ENTRIES]).toBe(-1);
    expect((await rows()).length).toBeGreaterThan(old);
    expect((await chain().verify()).brokenAt).toBe(2);
  });

  it('verify in the archive, also where an account was deleted or addresses were erased', async () => {
    const gone = await t.as.verifiedUser();
    await t.http.delete('/api/account', { token: gone.access, body: { password: gone.password } });
    await backdateAudit(t.db, '3 years');
    await runMaintenance(t);
    const person = await t.as.verifiedUser();
    await backdateAudit(t.db, '25 months');
    await runMaintenance(t);
    expect((await files()).length).toBeGreaterThan(1);
    const text = (await Promise.all((await files()).map(linesOf))).flat().join('\n');
    expect(text).toContain(person.id);
    expect(text).not.toContain('127.0.0.1');
    expect((await chain().verify(folder)).brokenAt).toBeUndefined();
  });

  describe('after a change of the archive', () => {
    let old: number;
    beforeEach(async () => {
      old = await threeMonths();
      await runMaintenance(t);
    });

    it('`audit verify --archive` says that all is well where there was none', async () => {
      const { code, stdout, stderr } = await verifyCli();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/whole: \d+ entries/);
    });

    it('names a file whose content was edited', async () => {
      const path = join(folder, (await files())[1]!);
      await writeFile(path, (await readFile(path, 'utf8')).replace('email.verify', 'email.change'));
      const { code, stdout, stderr } = await verifyCli();
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(`${(await files())[1]}: its content was changed`);
    });

    it('names a file that was written anew with a header that fits', async () => {
      const name = (await files())[0]!;
      const [header, ...lines] = await linesOf(name);
      const body = lines.map((line) => `${line.replace('email.verify', 'email.change')}\n`).join('');
      const sha256 = createHash('sha256').update(body).digest('hex');
      await writeFile(join(folder, name), `${JSON.stringify({ ...JSON.parse(header!), sha256 })}\n${body}`);
      expect((await verifyCli()).stderr).toContain('it is not the file that the audit log recorded');
    });

    it('names the entries of a missing file', async () => {
      const [, second] = await files();
      await rm(join(folder, second!));
      const { code, stderr } = await verifyCli();
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`from \\d+ to ${old} are not in the archive`));
    });

    it('begins later where the oldest files were deleted', async () => {
      const [first] = await files();
      await rm(join(folder, first!));
      const { code, stdout } = await verifyCli();
      expect(code).toBe(0);
      expect(stdout).toMatch(/The first one is entry \d+\./);
    });

    it.each([
      ['a folder that is not there', join(tmpdir(), 'no-such-archive'), "can't be read"],
      ['a file that is no archive', undefined, 'does not begin with the header'],
    ])('says so of %s', async (_, archive, message) => {
      if (!archive) await writeFile(join(folder, (await files())[0]!), 'null\n');
      const { code, stderr } = await verifyCli(archive);
      expect(code).toBe(1);
      expect(stderr).toContain(message);
      expect(stderr).not.toContain('    at ');
    });

    it('finds entries that were cut off at the beginning together with the anchor', async () => {
      await tamper(t, 'DELETE FROM audit_log WHERE seq = $1', [old + 1]);
      expect((await chain().verify()).brokenAt).toBe(old + 1);
      await t.db.query(`UPDATE audit_anchor SET seq = seq + 1, hash = (SELECT hash FROM audit_log WHERE seq = $1)`, [
        old + 2,
      ]);
      expect((await chain().verify()).brokenAt).toBe(old + 1);
    });
  });
});
