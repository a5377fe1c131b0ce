import { createHash, pbkdf2Sync } from 'node:crypto';
import { hashSync } from 'bcrypt';
import type { HttpResponse } from '../support/http-client';
import type { TestUser } from '../support/test-users';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';

describe('the right password, sent many times at once, always gets in', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp({ RATE_LIMIT_SCALE: '1', RATE_LIMIT_LOGIN_FAILURES: '3/15m', RATE_LIMIT_LOGIN: '10000/15m' });
  });
  afterAll(() => t.close());

  const login = ({ email, password }: TestUser, extras = {}) =>
    t.http.post('/api/login', { email, password, ...extras });
  const stored = async ({ id }: TestUser): Promise<string> =>
    (await t.db.query('SELECT password_hash FROM users WHERE id = $1', [id]))[0].password_hash;

  const djangos = (password: string) =>
    `pbkdf2_sha256$1000$salt$${pbkdf2Sync(password, 'salt', 1000, 32, 'sha256').toString('base64')}`;
  const ofAnotherCost = (password: string) =>
    `bcrypt-sha384$${hashSync(createHash('sha384').update(password).digest('base64'), 5)}`;

  it.each([
    ['a raised cost', ofAnotherCost, {}],
    ["Django's hash", djangos, {}],
    ["Django's hash, on one device", djangos, { device_token: 'one phone' }],
  ])('while a re-hash is due: %s', async (_, hash, device) => {
    const person = await t.as.verifiedUser();
    for (let round = 0; round < 5; round++) {
      await t.db.query('UPDATE users SET password_hash = $2 WHERE id = $1', [person.id, hash(person.password)]);
      const answers = await runConcurrently(6, () => login(person, device));
      expect(countOutcomes(answers)).toEqual({ '200': 6 });
      expect(await stored(person)).toMatch(/^bcrypt-sha384\$\$2b\$04\$/);
    }
  });

  it('more often than wrong ones may come', async () => {
    const person = await t.as.verifiedUser();
    const answers = await runConcurrently(30, () => login(person));
    expect(countOutcomes(answers)).toEqual({ '200': 30 });
  });

  it('while its owner changes an address, a ban is lifted or a role given: by the address that holds', async () => {
    const person = await t.as.verifiedUser();
    const owner = await t.as.owner();
    const as = { token: owner.access };
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => login(person)),
      t.http.post('/api/assign-role', { user_id: person.id, role: 'moderator' }, as),
      t.http.delete(`/api/users/${person.id}/ban`, as),
      ...Array.from({ length: 5 }, () => login(person)),
    ]);
    expect(countOutcomes(answers as HttpResponse[])).toEqual({ '200': 12 });
  });
});
