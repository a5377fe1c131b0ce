import { JobWorker } from '#platform';
import { problemSummary } from '../support/matchers';
import { recordStatements } from '../support/record-statements';
import { waitForJobs } from '../support/jobs';
import { type TestApp, testApp } from '../support/test-app';
import { firstOwner } from '../support/test-users';
import type { HttpResponse } from '../support/http-client';
import { settleAudit } from '../support/settle-audit';

const NOTICE = /entered for another account/i;

describe('REGISTRATION_PRIVACY=strict', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp({
      REGISTRATION_PRIVACY: 'strict',
      RATE_LIMIT_SCALE: '1',
      RATE_LIMIT_ADDRESS_IN_USE: '2/1d',
      RATE_LIMIT_REGISTER: '1000/1h',
    });
  });
  afterAll(() => t.close());

  const register = (form: object) => t.http.post('/api/register', form);
  /** An account whose address is verified. */
  const account = async () => {
    const form = t.as.form();
    await register(form);
    const { token } = await t.mailbox.find(form.email, /verify/i);
    expect((await t.http.post('/api/verify-email', { token })).status).toBe(200);
    return form;
  };
  const login = (email: string, password: string) => t.http.post('/api/login', { email, password });
  /** All that an answer says, but for what differs in every answer. */
  const said = ({ status, headers, body }: HttpResponse) => ({
    status,
    body: { ...body, request_id: undefined },
    headers: [...headers.keys()].sort(),
  });

  it('answers 202 without tokens, makes the account and mails the link', async () => {
    const form = t.as.form({ bio: 'Likes tea.', device_token: 'phone', device_name: 'Phone' });
    const { status, body } = await register(form);
    expect([status, Object.keys(body)]).toEqual([202, ['message']]);
    const { token } = await t.mailbox.find(form.email, /verify/i);
    await t.http.post('/api/verify-email', { token });
    const signedIn = await login(form.email, form.password);
    expect(signedIn.body.user).toMatchObject({ email: form.email, username: form.username, bio: 'Likes tea.' });
    expect(signedIn.body.user.roles).toHaveLength(1);
    const [{ count }] = await t.db.query('SELECT count(*)::int FROM username_holds');
    expect(count).toBe(0);
  });

  it('answers alike for a taken address, and mails its owner', async () => {
    const { email } = await account();
    const answers = [await register(t.as.form()), await register(t.as.form({ email: email.toUpperCase() }))];
    expect(answers[0]!.status).toBe(202);
    expect(said(answers[1]!)).toEqual(said(answers[0]!));
    expect((await t.mailbox.find(email, NOTICE)).text).not.toMatch(/https?:/);
  });

  it('mails the owner only a few times a day', async () => {
    const { email } = await account();
    for (let n = 0; n < 4; n++) expect((await register(t.as.form({ email }))).status).toBe(202);
    await waitForJobs(t.db);
    await account();
    expect(t.mailbox.of(email).filter(({ subject }) => NOTICE.test(subject))).toHaveLength(2);
    await settleAudit(t.db);
    const [{ count }] = await t.db.query(
      "SELECT count(*)::int FROM audit_log JOIN users ON users.id = subject_id WHERE action = 'account.register_taken' AND email = $1",
      [email],
    );
    expect(count).toBe(4);
  });

  it('answers a taken username alike, whether the address is free or taken', async () => {
    const { email, username } = await account();
    const answers = [await register(t.as.form({ username })), await register(t.as.form({ username, email }))];
    expect(problemSummary(answers[0]!)).toEqual([409, 'username_taken']);
    expect(said(answers[1]!)).toEqual(said(answers[0]!));
  });

  it('takes the username alike: it does not show afterwards whether the address was free', async () => {
    const { email } = await account();
    const [free, taken] = [t.as.form(), t.as.form({ email })];
    for (const form of [free, taken]) expect((await register(form)).status).toBe(202);
    const again = () =>
      Promise.all([free, taken].map(async ({ username }) => register(t.as.form({ username: username.toUpperCase() }))));
    for (const answer of await again()) expect(problemSummary(answer)).toEqual([409, 'username_taken']);
    await waitForJobs(t.db);
    for (const answer of await again()) expect(problemSummary(answer)).toEqual([409, 'username_taken']);
    const other = await account();
    const { access } = (await login(other.email, other.password)).body.tokens;
    for (const { username } of [free, taken])
      expect(problemSummary(await t.http.patch('/api/profile', { username }, { token: access }))).toEqual([
        409,
        'username_taken',
      ]);
  });

  it('lets the owner of the address have the username, and frees it with the account', async () => {
    const person = await account();
    const { username } = t.as.form();
    await register(t.as.form({ email: person.email, username }));
    await waitForJobs(t.db);
    const { access: token } = (await login(person.email, person.password)).body.tokens;
    expect((await t.http.patch('/api/profile', { username }, { token })).status).toBe(200);
    await t.http.delete('/api/account', { token, body: { password: person.password } });
    expect((await register(t.as.form({ username }))).status).toBe(202);
  });

  it('does not show by a sign-in with the chosen password whether the address was free', async () => {
    const { email } = await account();
    const [free, taken] = [t.as.form(), t.as.form({ email, password: 'a stranger chose this' })];
    for (const form of [free, taken]) await register(form);
    await waitForJobs(t.db);
    const answers = [await login(free.email, free.password), await login(email, taken.password)];
    expect(problemSummary(answers[0]!)).toEqual([401, 'invalid_credentials']);
    expect(said(answers[1]!)).toEqual(said(answers[0]!));
  });

  it('answers a change to a taken address like one to a free address, and mails its owner', async () => {
    const [person, holder] = [await account(), await account()];
    const { access: token } = (await login(person.email, person.password)).body.tokens;
    const change = (new_email: string) =>
      t.http.post('/api/email/change', { new_email, password: person.password }, { token });
    const answers = [await change(t.as.form().email), await change(holder.email)];
    expect(answers[0]!.status).toBe(202);
    expect(said(answers[1]!)).toEqual(said(answers[0]!));
    await t.mailbox.find(holder.email, NOTICE);
    expect(t.mailbox.of(holder.email).some(({ subject }) => /confirm/i.test(subject))).toBe(false);
  });

  it('of two registrations at once for one address makes one account', async () => {
    const form = t.as.form();
    const forms = [form, t.as.form({ email: form.email })];
    const answers = await Promise.all(forms.map((each) => register(each)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    await t.mailbox.find(form.email, NOTICE);
    const [{ count }] = await t.db.query('SELECT count(*)::int FROM users WHERE email = $1', [form.email]);
    expect(count).toBe(1);
  });

  it('of eight at once for one username accepts one', async () => {
    const { username } = t.as.form();
    const answers = await Promise.all(Array.from({ length: 8 }, () => register(t.as.form({ username }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(7).fill(409)]);
  });

  it('still names what is wrong with the form', async () => {
    expect(problemSummary(await register(t.as.form({ email: 'nobody', username: 'two words' })))).toEqual([
      400,
      'validation_failed',
      'email invalid_email',
      'username username_invalid_characters',
    ]);
    expect(problemSummary(await register(t.as.form({ username: 'support' })))).toEqual([
      400,
      'validation_failed',
      'username username_reserved',
    ]);
  });
});

describe('the statements of a private registration', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp({ REGISTRATION_PRIVACY: 'strict' });
    // What jobs do is not the request's.
    await t.app.get(JobWorker).onApplicationShutdown();
  });
  afterAll(() => t.close());

  it('are the same for a free address and a taken one', async () => {
    const statements = (extras: object) =>
      recordStatements(t.db, async () =>
        expect((await t.http.post('/api/register', t.as.form({ ...extras }))).status).toBe(202),
      );
    const free = await statements({});
    expect(free).toHaveLength(3);
    expect(await statements({ email: firstOwner.email })).toEqual(free);
  });
});
