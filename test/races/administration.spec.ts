import { DataSource, type QueryRunner } from 'typeorm';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';
import { settleAudit } from '../support/settle-audit';

const ID = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';

/** The ban holds the admin's row, the call has passed the guards and waits for the row, then the ban commits. */
describe('an admin who is banned while a call runs', () => {
  let t: TestApp;
  let target: TestUser;
  let elsewhere: QueryRunner;
  beforeAll(async () => {
    t = await testApp();
    target = await t.as.verifiedUser();
    const database = new DataSource({ type: 'postgres', url: t.databaseUrl });
    elsewhere = (await database.initialize()).createQueryRunner();
  });
  afterAll(async () => {
    await elsewhere.connection.destroy();
    await t.close();
  });

  const waiting = async (): Promise<boolean> => {
    const rows = await elsewhere.connection.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  };

  const entriesBy = async ({ id }: TestUser): Promise<number> => {
    await settleAudit(t.db);
    const [{ entries }] = await t.db.query('SELECT count(*)::int AS entries FROM audit_log WHERE actor_id = $1', [id]);
    return entries;
  };

  const answerDuringBan = async (method: string, path: string, body?: object) => {
    const actor = await t.as.userWithRoles(['owner']);
    const before = await entriesBy(actor);
    await elsewhere.startTransaction();
    await elsewhere.query('UPDATE sessions SET revoked_at = now() WHERE user_id = $1', [actor.id]);
    await elsewhere.query('UPDATE users SET banned_at = now() WHERE id = $1', [actor.id]);
    const answer = t.http.send(method, path.replace('TARGET', target.id), body, { token: actor.access });
    try {
      await waitFor(waiting, 'the call waits for the row');
    } finally {
      await elsewhere.commitTransaction();
    }
    const answered = await answer;
    return { answer: answered, entries: (await entriesBy(actor)) - before };
  };

  it.each<[string, string, object?]>([
    ['POST', '/api/users/export', { format: 'csv' }],
    ['POST', '/api/audit-log/export', { format: 'csv' }],
    ['DELETE', `/api/exports/${ID}`, undefined],
    ['GET', `/api/exports/${ID}/file`, undefined],
    ['POST', '/api/audit-log/chain/verify', {}],
    ['POST', '/api/failed-jobs/retry', { kind: 'mail' }],
    ['POST', '/api/signing-keys/rotate', {}],
    ['POST', '/api/signing-keys/withdraw', {}],
    ['POST', '/api/users/TARGET/notes', { text: 'Spam' }],
    ['DELETE', `/api/users/TARGET/notes/${ID}`, undefined],
  ])('gets nothing done by %s %s', async (method, path, body) => {
    const { answer, entries } = await answerDuringBan(method, path, body);
    expect([problemSummary(answer), entries]).toEqual([[401, 'invalid_token'], 0]);
  });

  it('gets nothing done to many users either', async () => {
    const body = { action: 'ban', user_ids: [target.id, (await t.as.verifiedUser()).id], reason: 'x' };
    const { answer, entries } = await answerDuringBan('POST', '/api/users/bulk', body);
    const codes = answer.body.items.map(({ code }: { code: string }) => code);
    expect([answer.status, codes, entries]).toEqual([200, ['invalid_token', 'invalid_token'], 0]);
  });
});
