import { AuditChain } from '#audit';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

describe('the audit log', () => {
  let t: TestApp;
  let owner: TestUser;
  const verify = () => t.app.get(AuditChain, { strict: false }).verify();
  const list = async (query: string) => (await t.http.get(`/api/audit-log?${query}`, { token: owner.access })).body;

  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  it('contains actor, action, subject, IP address and request id', async () => {
    const member = await t.as.verifiedUser();
    const headers = { 'x-request-id': 'the-ban', 'user-agent': 'tests/1' };
    await t.http.post(`/api/users/${member.id}/ban`, { reason: 'Spam' }, { token: owner.access, headers });
    const { items } = await list(`subject=${member.id}&action=user.ban`);
    expect(items).toEqual([
      {
        id: expect.any(String),
        at: expect.stringMatching(/^\d{4}-.*T.*\.\d{3}Z$/),
        action: 'user.ban',
        actor: owner.id,
        subject: member.id,
        details: { reason: 'Spam', until: null },
        ip: '127.0.0.1',
        user_agent: 'tests/1',
        request_id: 'the-ban',
      },
    ]);
    const actions = (await list(`subject=${member.id}`)).items.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(['user.ban', 'email.verify', 'account.register']);
  });

  it('is paginated and filtered by time', async () => {
    const all = (await list('limit=100')).items;
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 4));
    const since = all[1].at;
    const recent = (await list(`since=${since}`)).items;
    expect(recent.length).toBeGreaterThanOrEqual(2);
    expect(recent.every(({ at }: { at: string }) => at >= since)).toBe(true);
    expect((await list('since=2999-01-01T00:00:00Z')).items).toEqual([]);
    expect((await list('since=yesterday')).errors[0]).toMatchObject({ field: 'since', code: 'invalid_time' });
    expect((await list('actor=me')).errors[0]).toMatchObject({ field: 'actor', code: 'invalid_id' });
  });

  it('contains no secret', async () => {
    const member = await t.as.verifiedUser();
    await t.http.post(
      '/api/password/change',
      { current_password: member.password, new_password: 'another fine phrase' },
      { token: member.access },
    );
    const [{ everything }] = await t.db.query(
      'SELECT string_agg(audit_log::text, chr(10)) AS everything FROM audit_log',
    );
    for (const secret of [member.password, 'another fine phrase', member.access, member.refresh, '$2b$'])
      expect(everything).not.toContain(secret);
  });

  it('is rolled back with its change', async () => {
    const before = (await verify()).entries;
    const taken = await t.http.post('/api/register', t.as.form({ email: owner.email }));
    expect(taken.body.code).toBe('email_taken');
    expect((await verify()).entries).toBe(before);
  });

  it('stays one chain under concurrent writes', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => t.as.verifiedUser()));
    const before = (await verify()).entries;
    const edits = people.flatMap((person) =>
      Array.from({ length: 10 }, (_, i) =>
        t.http.patch('/api/profile', { bio: `Life ${i}` }, { token: person.access }),
      ),
    );
    const statuses = (await Promise.all(edits)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await verify()).toEqual({
      entries: before + 50,
      firstEntry: 1,
      head: expect.stringMatching(/^[\da-f]{64}$/),
    });
  });

  it.each([
    ['an edit', `UPDATE audit_log SET details = '{"reason":"None"}' WHERE seq = 1`],
    ['another actor', 'UPDATE audit_log SET actor_id = gen_random_uuid() WHERE seq = 1'],
    ['another address', `UPDATE audit_log SET ip = '10.0.0.9' WHERE seq = 1`],
    ['another hash', `UPDATE audit_log SET hash = sha256('') WHERE seq = 1`],
    ['a deletion', 'DELETE FROM audit_log WHERE seq = 1'],
    ['truncation', 'TRUNCATE audit_log'],
  ])('is append-only: %s is refused, even to the owner of the table', async (_, sql) => {
    const whole = await verify();
    await expect(t.db.query(sql)).rejects.toThrow('the audit log is append-only');
    expect(await verify()).toEqual(whole);
  });

  describe('fails verification when an attacker disables the trigger and', () => {
    const tampering: [string, string][] = [
      ['edits an entry', `UPDATE audit_log SET details = '{"reason":"None"}' WHERE seq = $1`],
      ['moves an entry in time', `UPDATE audit_log SET at = at - interval '1 day' WHERE seq = $1`],
      ['puts the blame on another', `UPDATE audit_log SET actor_id = gen_random_uuid() WHERE seq = $1`],
      ['blanks what an entry says', `UPDATE audit_log SET details = '{}', details_salt = NULL WHERE seq = $1`],
      [
        'blanks where an entry came from',
        'UPDATE audit_log SET ip = NULL, user_agent = NULL, request_id = NULL, origin_salt = NULL WHERE seq = $1',
      ],
      ['edits where an entry came from', `UPDATE audit_log SET ip = '10.0.0.1' WHERE seq = $1`],
      ['deletes an entry', 'DELETE FROM audit_log WHERE seq = $1'],
      [
        'deletes an entry and closes the gap',
        'WITH d AS (DELETE FROM audit_log WHERE seq = $1) UPDATE audit_log SET seq = -seq WHERE seq > $1',
      ],
      ['cuts off the end', 'DELETE FROM audit_log WHERE seq >= $1'],
    ];
    it.each(tampering)('%s', async (_, sql) => {
      const whole = await verify();
      expect(whole.brokenAt).toBeUndefined();
      const runner = t.db.createQueryRunner();
      await runner.query('CREATE TABLE kept AS SELECT * FROM audit_log');
      try {
        await runner.query('ALTER TABLE audit_log DISABLE TRIGGER USER');
        await runner.query(sql, [3]);
        expect((await verify()).brokenAt).toBe(3);
      } finally {
        await runner.query('DELETE FROM audit_log');
        await runner.query('INSERT INTO audit_log SELECT * FROM kept');
        await runner.query('DROP TABLE kept');
        await runner.query('ALTER TABLE audit_log ENABLE TRIGGER USER');
        await runner.release();
      }
      expect(await verify()).toEqual(whole);
    });
  });
});
