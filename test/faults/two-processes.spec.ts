import { SigningKeysService } from '#sessions';
import type { TestApp } from '../support/test-app';
import { type TwoApps, twoApps } from '../support/two-apps';
import { waitFor } from '../support/wait-for';

/** "At once" is milliseconds; the limit is what a busy machine may need. */
const SOON = 2000;

describe('two processes on one database', () => {
  let apps: TwoApps;
  let one: TestApp;
  let other: TestApp;

  beforeAll(async () => {
    apps = await twoApps();
    ({ one, other } = apps);
  });
  afterAll(() => apps.close());

  /** Both send mails; whichever takes the job. */
  const newUser = async () => {
    const person = await one.as.unverifiedUser();
    await one.db.query('UPDATE users SET email_verified = true WHERE id = $1', [person.id]);
    return one.as.signIn(person);
  };
  const status = async (app: TestApp, token: string) => (await app.http.get('/api/profile', { token })).status;
  const keysOf = async (app: TestApp) =>
    (await app.http.get('/.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid).sort();

  it('start together with one signing key', async () => {
    expect(await keysOf(one)).toHaveLength(1);
    expect(await keysOf(other)).toEqual(await keysOf(one));
  });

  it('a refresh token whose successor was shown to one is reuse to the other', async () => {
    const person = await newUser();
    const refresh = (app: TestApp) => app.http.post('/api/token/refresh', { refresh: person.refresh });
    const rotatedBefore = (interval: string) =>
      one.db.query(
        `UPDATE sessions SET rotated_at = now() - $2::interval WHERE user_id = $1 AND counter = 1
         RETURNING seen_generation`,
        [person.id, interval],
      );
    const { body } = await refresh(one);
    await rotatedBefore('1 h');
    expect((await refresh(other)).body.refresh).toBe(body.refresh);
    expect(await status(one, body.access)).toBe(200);
    await waitFor(async () => (await rotatedBefore('1 h'))[0][0].seen_generation === 1, 'it is written', SOON);
    expect((await refresh(other)).body.code).toBe('refresh_token_reused');
  });

  it('a logout on one is a logout on the other', async () => {
    const person = await newUser();
    expect(await status(other, person.access)).toBe(200);
    await one.http.post('/api/logout', {}, { token: person.access });
    expect(await status(one, person.access)).toBe(401);
    await waitFor(async () => (await status(other, person.access)) === 401, 'the other refuses it', SOON);
    expect((await other.http.post('/api/token/refresh', { refresh: person.refresh })).status).toBe(401);
  });

  it('a password change on one ends the other sessions on both', async () => {
    const person = await newUser();
    const { access } = await other.as.signIn(person);
    expect(await status(other, access)).toBe(200);
    await one.http.post(
      '/api/password/change',
      { current_password: person.password, new_password: 'quite another battery' },
      { token: person.access },
    );
    await waitFor(async () => (await status(other, access)) === 401, 'the other refuses it', SOON);
    expect(await status(other, person.access)).toBe(200);
  });

  it('a refresh token is good on either', async () => {
    const person = await newUser();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        [one, other][n % 2]!.http.post('/api/token/refresh', { refresh: person.refresh }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh)).size).toBe(1);
    expect(await status(other, answers[0]!.body.access)).toBe(200);
  });

  it('a new signing key on one is known to the other, and tokens of the old one still hold', async () => {
    const person = await newUser();
    const before = await keysOf(one);
    const { kid } = await one.app.get(SigningKeysService).rotate({ immediately: true });
    await waitFor(async () => (await keysOf(other)).includes(kid), 'the other publishes the new key', SOON);
    await waitFor(async () => (await keysOf(one)).includes(kid), 'so does the one', SOON);
    expect(await keysOf(other)).toEqual([...before, kid].sort());
    expect(await status(one, person.access)).toBe(200);
    expect(await status(other, person.access)).toBe(200);

    const again = await one.as.signIn(person);
    const header = JSON.parse(Buffer.from(again.access.split('.')[0]!, 'base64url').toString());
    expect(header.kid).toBe(kid);
    expect(await status(other, again.access)).toBe(200);
  });

  it('do each job once', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => one.as.unverifiedUser()));
    await waitFor(
      async () => (await one.db.query('SELECT 1 FROM graphile_worker.jobs')).length === 0,
      'the queue is empty',
    );
    const mails = people.flatMap(({ email }) => [...one.mailbox.of(email), ...other.mailbox.of(email)]);
    expect(mails).toHaveLength(12);
  });
});
