import { setTimeout as sleep } from 'node:timers/promises';
import type { TestUser } from '../support/test-users';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';
import { settleAudit } from '../support/settle-audit';

/** Each at another moment, so that the two meet in many ways. */
const ROUNDS = 5;

describe('sessions at once', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const refresh = (token: string) => t.http.post('/api/token/refresh', { refresh: token });
  const login = ({ email, password }: TestUser, device = {}) =>
    t.http.post('/api/login', { email, password, ...device });
  const live = ({ id }: TestUser) =>
    t.db.query<{ id: string; push_token: string | null }[]>(
      'SELECT id, push_token FROM sessions WHERE user_id = $1 AND revoked_at IS NULL',
      [id],
    );
  const isIn = async (access: string) => (await t.http.get('/api/sessions', { token: access })).status === 200;

  it('20 refreshes with one token give one and the same successor, and log no user out', async () => {
    const person = await t.as.verifiedUser();
    const answers = await runConcurrently(20, () => refresh(person.refresh));
    expect(countOutcomes(answers)).toEqual({ '200': 20 });
    expect(new Set(answers.map(({ body }) => body.refresh)).size).toBe(1);
    expect(answers[0]!.body.refresh).not.toBe(person.refresh);

    const next = await refresh(answers[7]!.body.refresh);
    expect(next.status).toBe(200);
    const accesses = [person.access, answers[3]!.body.access, next.body.access];
    expect(await Promise.all(accesses.map(isIn))).toEqual([true, true, true]);
    expect(await t.db.query('SELECT counter FROM sessions WHERE user_id = $1', [person.id])).toEqual([{ counter: 2 }]);
  });

  it('an old token sent 20 times ends its session once', async () => {
    const person = await t.as.verifiedUser();
    const { body } = await refresh((await refresh(person.refresh)).body.refresh);
    const answers = await runConcurrently(20, () => refresh(person.refresh));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(401));
    expect((await refresh(body.refresh)).status).toBe(401);
    expect(await live(person)).toEqual([]);
    await t.mailbox.find(person.email, /signed one of your devices out/i);
    await settleAudit(t.db);
    const [{ count }] = await t.db.query(
      `SELECT count(*)::int FROM audit_log WHERE action = 'session.refresh_token_reuse' AND subject_id = $1`,
      [person.id],
    );
    expect(count).toBe(1);
  });

  it('a refresh beside a logout brings no session back', async () => {
    const person = await t.as.verifiedUser();
    for (let round = 0; round < ROUNDS; round++) {
      const { access, refresh: token } = await t.as.signIn(person);
      const [logout, ...refreshes] = await Promise.all([
        sleep(round).then(() => t.http.post('/api/logout', {}, { token: access })),
        ...Array.from({ length: 8 }, (_, n) => sleep(n).then(() => refresh(token))),
      ]);
      expect(logout.status).toBe(200);
      // That of the registration is left.
      expect(await live(person)).toHaveLength(1);
      for (const { status, body } of refreshes)
        if (status === 200) {
          expect((await refresh(body.refresh)).status).toBe(401);
          expect(await isIn(body.access)).toBe(false);
        } else expect(body.code).toBe('invalid_refresh_token');
    }
  });

  it('of eight logins with one push token, one session has it', async () => {
    const person = await t.as.verifiedUser();
    const answers = await runConcurrently(8, () => login(person, { device_token: 'same-phone' }));
    expect(countOutcomes(answers)).toEqual({ '200': 8 });
    expect((await live(person)).filter(({ push_token }) => push_token === 'same-phone')).toHaveLength(1);
    const alive = await Promise.all(answers.map(({ body }) => isIn(body.tokens.access)));
    expect(alive.filter(Boolean)).toHaveLength(1);
  });

  it('two people who sign in on one phone at once do not block each other, and one session has its push token', async () => {
    const people = await Promise.all([t.as.verifiedUser(), t.as.verifiedUser()]);
    for (let round = 0; round < ROUNDS; round++) {
      const answers = await runConcurrently(6, (n) => login(people[n % 2]!, { device_token: 'shared-phone' }));
      expect(countOutcomes(answers)).toEqual({ '200': 6 });
      expect(await t.db.query(`SELECT id FROM sessions WHERE push_token = 'shared-phone'`)).toHaveLength(1);
    }
  });

  it('a login beside a ban leaves no session', async () => {
    const owner = await t.as.owner();
    const person = await t.as.verifiedUser();
    for (let round = 0; round < ROUNDS; round++) {
      const [banned, ...logins] = await Promise.all([
        sleep(4 * round).then(() =>
          t.http.post(`/api/users/${person.id}/ban`, { reason: 'spam' }, { token: owner.access }),
        ),
        ...Array.from({ length: 6 }, (_, n) => sleep(3 * n).then(() => login(person))),
      ]);
      expect(banned.status).toBeLessThan(300);
      expect(await live(person)).toEqual([]);
      for (const { status, body } of logins)
        if (status === 200) expect(await isIn(body.tokens.access)).toBe(false);
        else expect(['account_banned', 'invalid_credentials']).toContain(body.code);
      await t.http.delete(`/api/users/${person.id}/ban`, { token: owner.access });
    }
  });

  it('a login with the old password beside its change leaves no session', async () => {
    let person = await t.as.verifiedUser();
    for (let round = 0; round < ROUNDS; round++) {
      const password = `another ${round} battery`;
      const [changed, ...logins] = await Promise.all([
        sleep(2 * round).then(() =>
          t.http.post(
            '/api/password/change',
            { current_password: person.password, new_password: password },
            { token: person.access },
          ),
        ),
        ...Array.from({ length: 6 }, (_, n) => sleep(3 * n).then(() => login(person))),
      ]);
      expect(changed.status).toBe(200);
      expect(await live(person)).toHaveLength(1);
      expect(await isIn(person.access)).toBe(true);
      for (const { status, body } of logins)
        if (status === 200) expect(await isIn(body.tokens.access)).toBe(false);
        else expect(body.code).toBe('invalid_credentials');
      person = { ...person, password };
    }
  });
});
