import { problems } from '#platform';
import { PasswordHasher } from '#accounts';
import { problemSummary } from '../support/matchers';
import type { TestUser } from '../support/test-users';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const LIMIT = 3;

/** In front of the real one, so that a test says when a thread is free. */
function stoppable(hasher: PasswordHasher) {
  const real = hasher.verify.bind(hasher);
  let waiting: (() => void)[] | undefined;
  jest.spyOn(hasher, 'verify').mockImplementation(async (...about) => {
    if (waiting) await new Promise<void>((resolve) => waiting!.push(resolve));
    return real(...about);
  });
  return {
    stop: () => (waiting = []),
    get waiting() {
      return waiting?.length ?? 0;
    },
    goOn() {
      const all = waiting ?? [];
      waiting = undefined;
      for (const go of all) go();
    },
  };
}

/** Where the limits are kept in Redis, `REDIS_URL` runs it there. */
describe('only a wrong password is a failed attempt', () => {
  let t: TestApp;
  let person: TestUser;
  let hasher: PasswordHasher;
  beforeAll(async () => {
    t = await testApp({
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT_LOGIN_FAILURES: `${LIMIT}/15m`,
      RATE_LIMIT_LOGIN: '10000/15m',
      RATE_LIMIT_REGISTER: '10000/1h',
    });
    hasher = t.app.get(PasswordHasher, { strict: false });
  });
  beforeEach(async () => {
    person = await t.as.verifiedUser();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => t.close());

  const login = (password = person.password) => t.http.post('/api/login', { email: person.email, password });
  const guessUntil = (signal: AbortSignal) =>
    fetch(`${t.url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: person.email, password: 'not this one' }),
      signal,
    });
  const change = (current_password: string) =>
    t.http.post(
      '/api/password/change',
      { current_password, new_password: 'quite another secret' },
      { token: person.access },
    );

  it.each([
    ['sign-in', () => login()],
    ['a change of the password', () => change(person.password)],
    [
      'a change of the e-mail address',
      () =>
        t.http.post(
          '/api/email/change',
          { new_email: t.as.form().email, password: person.password },
          { token: person.access },
        ),
    ],
    [
      'the end of the account',
      () => t.http.delete('/api/account', { token: person.access, body: { password: person.password } }),
    ],
  ])('503 leaves no trace: %s', async (__, call) => {
    jest.spyOn(hasher, 'verify').mockRejectedValue(problems.service_unavailable());
    const answers = await runConcurrently(20, call);
    expect(countOutcomes(answers)).toEqual({ '503 service_unavailable': 20 });
    jest.restoreAllMocks();
    expect((await call()).status).toBeLessThan(300);
  });

  it('of many guesses at once no more are tried than the limit allows', async () => {
    const answers = await runConcurrently(40, () => login('not this one'));
    expect(countOutcomes(answers)).toEqual({ '401 invalid_credentials': LIMIT, '429 too_many_attempts': 40 - LIMIT });
  });

  it('while guesses run, the right password waits for what becomes of them', async () => {
    const threads = stoppable(hasher);
    threads.stop();
    const guesses = [login(), login(), login('not this one')];
    await waitFor(() => threads.waiting === 3, 'three are at it');
    const fourth = login();
    threads.goOn();
    expect((await Promise.all(guesses)).map(({ status }) => status)).toEqual([200, 200, 401]);
    expect((await fourth).status).toBe(200);
  });

  it('a guess whose client goes away counts', async () => {
    const threads = stoppable(hasher);
    for (let n = 0; n < LIMIT; n++) {
      threads.stop();
      const gone = new AbortController();
      const guess = guessUntil(gone.signal);
      await waitFor(() => threads.waiting === 1, 'it is at work');
      gone.abort();
      await expect(guess).rejects.toThrow();
      threads.goOn();
    }
    expect(problemSummary(await login())).toEqual([429, 'too_many_attempts']);
  });

  it('a re-hash that finds no thread does not keep the right password out', async () => {
    jest.spyOn(hasher, 'verify').mockResolvedValue({ ok: true, stale: true });
    jest.spyOn(hasher, 'hash').mockRejectedValue(problems.service_unavailable());
    expect((await login()).status).toBe(200);
  });
});
