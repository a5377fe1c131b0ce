import { AuditChain } from '#audit';
import { dumpDatabase } from '../support/dump-database';
import type { HttpResponse } from '../support/http-client';
import type { TestUser } from '../support/test-users';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

describe('deleting an account, at the same moment', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const remove = ({ access, password }: TestUser) =>
    t.http.delete('/api/account', { token: access, body: { password } });
  const deletions = async ({ id }: TestUser) =>
    (await t.http.get(`/api/audit-log?subject=${id}`, { token: owner.access })).body.items.filter(
      ({ action }: { action: string }) => /^(account|user)\.delete$/.test(action),
    );
  const verify = () => t.app.get(AuditChain, { strict: false }).verify();

  it('eight times does it once', async () => {
    const person = await t.as.verifiedUser();
    const answers = await runConcurrently(8, () => remove(person));
    const { 204: done, ...refused } = countOutcomes(answers as HttpResponse[]);
    expect(done).toBe(1);
    for (const kind of Object.keys(refused)) expect(['404 user_not_found', '401 invalid_token']).toContain(kind);
    expect(await deletions(person)).toHaveLength(1);
    await t.mailbox.find(person.email, /was deleted/);
    expect(t.mailbox.of(person.email)).toHaveLength(2);
  });

  it('oneself and by an admin does it once', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => t.as.verifiedUser()));
    for (const person of people) {
      const answers = await Promise.all([
        remove(person),
        t.http.delete(`/api/users/${person.id}`, { token: owner.access }),
      ]);
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      expect(await deletions(person)).toHaveLength(1);
    }
  });

  it('as two who have dealt with each other ends well for both', async () => {
    for (let round = 0; round < 5; round++) {
      const [admin, user] = [await t.as.userWithRoles(['admin']), await t.as.verifiedUser()];
      for (let i = 0; i < 5; i++)
        await t.http.patch(`/api/users/${user.id}`, { bio: `Life ${i}` }, { token: admin.access });
      expect(countOutcomes(await Promise.all([remove(admin), remove(user)]))).toEqual({ '204': 2 });
    }
    expect((await verify()).brokenAt).toBeUndefined();
  });

  // Once the two waited for each other: the link had its own row and wanted the user's, the deletion the other way round.
  it('as opening links from mails ends well', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await t.as.unverifiedUser();
      const verify = await t.mailbox.find(person.email, /verify/i);
      await t.http.post('/api/password/forgot', { email: person.email });
      const reset = await t.mailbox.find(person.email, /new password/i);
      const answers = await Promise.all([
        ...Array.from({ length: 3 }, () => t.http.post('/api/verify-email', { token: verify.token })),
        t.http.post('/api/password/reset', { token: reset.token, new_password: 'quite another secret' }),
        remove(person),
        t.http.delete(`/api/users/${person.id}`, { token: owner.access }),
        ...Array.from({ length: 3 }, () => t.http.post('/api/verify-email', { token: verify.token })),
      ]);
      expect(answers.filter(({ status }) => status >= 500).map(({ body }) => body.code)).toEqual([]);
    }
  });

  it('as everything else leaves nothing of the person', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await t.as.verifiedUser({ full_name: 'Racing Rita', device_token: `racing-${round}` });
      const { email, password, refresh } = person;
      const as = { token: person.access, headers: { 'user-agent': 'Racing/1', 'x-request-id': 'racing-request' } };
      const answers = await Promise.all([
        remove(person),
        ...Array.from({ length: 4 }, (_, i) => t.http.patch('/api/profile', { bio: `Racing ${i}` }, as)),
        t.http.post('/api/login', { email, password }, as),
        t.http.post('/api/token/refresh', { refresh }, as),
        t.http.post('/api/email/change', { new_email: `racing${round}@example.com`, password }, as),
        t.http.post('/api/password/change', { current_password: password, new_password: 'racing along' }, as),
        t.http.post('/api/password/forgot', { email }, as),
        t.http.delete('/api/sessions', as),
        t.http.patch(`/api/users/${person.id}`, { full_name: 'Racing Rose' }, { token: owner.access }),
        t.http.post('/api/assign-role', { user_id: person.id, role: 'moderator' }, { token: owner.access }),
      ]);
      expect(answers.filter(({ status }) => status >= 500).map(({ body }) => body.code)).toEqual([]);
      // Another request may have been first: then the password was changed meanwhile, or the session had ended.
      if (answers[0]!.status !== 204) {
        expect([401, 409]).toContain(answers[0]!.status);
        await t.http.delete(`/api/users/${person.id}`, { token: owner.access });
      }
      await t.mailbox.find(email, /verify/i);
    }
    await waitFor(
      async () => (await t.db.query('SELECT 1 FROM graphile_worker.jobs')).length === 0,
      'all jobs are done',
    );
    const left = await dumpDatabase(t.db);
    expect(left.match(/racing.{0,80}/gi) ?? []).toEqual([]);
    expect((await verify()).brokenAt).toBeUndefined();
  });

  // The last: which of them is the owner is not known then.
  it('as all owners leaves one', async () => {
    const others = [await t.as.userWithRoles(['owner']), await t.as.userWithRoles(['owner'])];
    const everybody = [owner, ...others];
    const answers = await Promise.all(everybody.map(remove));
    expect(countOutcomes(answers)).toEqual({ '204': 2, '409 last_owner': 1 });
  });
});
