import { setTimeout as sleep } from 'node:timers/promises';
import { aTime, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const UNKNOWN = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';

describe('the audit log over HTTP', () => {
  let t: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    admin = await t.as.userWithRoles(['admin']);
  });
  afterAll(() => t.close());

  const get = (path: string, by = admin) => t.http.get(path, { token: by.access });

  it('has a permanent link for each entry, with what the reader may see', async () => {
    for (const by of [owner, admin]) {
      const { items } = (await get(`/api/audit-log?subject=${owner.id}&action=session.login`, by)).body;
      const { status, body } = await get(`/api/audit-log/${items[0].id}`, by);
      expect([status, body]).toEqual([200, items[0]]);
      expect(body.ip).toBe(by === owner ? '127.0.0.1' : null);
    }
    expect(problemSummary(await get(`/api/audit-log/${UNKNOWN}`))).toEqual([404, 'audit_entry_not_found']);
  });

  describe('and its chain', () => {
    const chain = async () => (await get('/api/audit-log/chain')).body;
    const verified = async () => {
      const asked = await t.http.post('/api/audit-log/chain/verify', {}, { token: admin.access });
      expect(asked.status).toBe(202);
      for (let tries = 0; tries < 200; tries++) {
        const { verification } = await chain();
        if (verification.state !== 'running') return verification;
        await sleep(50);
      }
      throw new Error('the verification does not end');
    };

    it('has a state before it was verified', async () => {
      const [{ entries }] = await t.db.query('SELECT count(*)::int AS entries FROM audit_log');
      expect(await chain()).toEqual({
        entries,
        first_entry: 1,
        head: expect.stringMatching(/^[\da-f]{64}$/),
        verification: null,
      });
    });

    it('is whole, and the request is in the log', async () => {
      const verification = await verified();
      expect(verification).toEqual({
        state: 'whole',
        requested_at: aTime,
        finished_at: aTime,
        entries: expect.any(Number),
        broken_at: null,
        head: (await chain()).head,
      });
      expect(verification.entries).toBe((await chain()).entries);
      const { items } = (await get('/api/audit-log?action=audit.verify')).body;
      expect(items).toEqual([expect.objectContaining({ actor: admin.id })]);
    });

    it('names the entry that was edited', async () => {
      const [{ seq }] = await t.db.query(`SELECT seq::int FROM audit_log ORDER BY seq LIMIT 1 OFFSET 1`);
      await t.db.query('ALTER TABLE audit_log DISABLE TRIGGER USER');
      await t.db.query(`UPDATE audit_log SET action = 'nothing' WHERE seq = $1`, [seq]);
      expect(await verified()).toMatchObject({ state: 'broken', broken_at: seq, entries: seq - 1 });
    });
  });

  it('is for who may manage users', async () => {
    const moderator = await t.as.userWithRoles(['moderator']);
    for (const path of ['chain', UNKNOWN])
      expect((await get(`/api/audit-log/${path}`, moderator)).body.code).toBe('permission_denied');
  });
});
