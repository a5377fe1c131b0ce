import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('one mailbox', () => {
  let t: TestApp;
  beforeAll(async () => void (t = await testApp()));
  afterAll(() => t.close());

  let count = 0;
  const local = () => `box${++count}`;

  it.each([
    ['bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'BÜCHER.EXAMPLE'],
    ['bücher.example', 'bu\u0308cher.example'],
    ['bücher.example', 'bücher。example'],
    ['example.com', 'ＥＸＡＭＰＬＥ．com'],
    ['faß.example', 'FAẞ.example'],
    ['münchen.example', 'XN--MNCHEN-3YA.example'],
  ])('is one account: @%s is @%s', async (one, other) => {
    const name = local();
    // Mail programs show the address in Unicode, so it is not looked for in the mailbox.
    const { id, password } = await t.as.unverifiedUser({ email: `${name}@${one}` });
    await t.db.query('UPDATE users SET email_verified = true WHERE id = $1', [id]);
    expect(problemSummary(await t.http.post('/api/register', t.as.form({ email: `${name}@${other}` })))).toEqual([
      409,
      'email_taken',
    ]);
    const { status, body } = await t.http.post('/api/login', { email: `${name.toUpperCase()}@${other}`, password });
    expect([status, body.user.email]).toEqual([200, `${name}@${one}`]);
    const member = await t.as.verifiedUser();
    const change = { new_email: `${name}@${other}`, password: member.password };
    expect(problemSummary(await t.http.post('/api/email/change', change, { token: member.access }))).toEqual([
      409,
      'email_taken',
    ]);
  });

  it.each([
    ['straße@example.com', 'STRASSE@example.com'],
    ['ſam@example.com', 'SAM@example.com'],
    ['\u212aelvin@example.com', 'kelvin@example.com'],
    ['İnci@example.com', 'i\u0307nci@example.com'],
  ])('is one account, whatever the case: %s is %s', async (one, other) => {
    expect((await t.http.post('/api/register', t.as.form({ email: one }))).status).toBe(201);
    expect(problemSummary(await t.http.post('/api/register', t.as.form({ email: other })))).toEqual([
      409,
      'email_taken',
    ]);
  });

  it.each([
    ['two@straße.example', 'two@strasse.example'],
    ['ılgın@example.com', 'ilgin@example.com'],
  ])('is not another: %s is not %s', async (one, other) => {
    expect((await t.http.post('/api/register', t.as.form({ email: one }))).status).toBe(201);
    expect((await t.http.post('/api/register', t.as.form({ email: other }))).status).toBe(201);
  });

  it.each(['a@xn--a.example', 'a@xn--example-.com', 'a@example.com.', 'a@ex%61mple.com', 'a@127.0.0.1', 'a@0x7f.1'])(
    'has an address, and this is none: %s',
    async (email) => {
      expect(problemSummary(await t.http.post('/api/register', t.as.form({ email })))).toEqual([
        400,
        'validation_failed',
        'email invalid_email',
      ]);
    },
  );

  it('gets its mails at the address that was verified, from any spelling', async () => {
    const name = local();
    await t.as.verifiedUser({ email: `${name}@bücher.example` });
    expect((await t.http.post('/api/password/forgot', { email: `${name}@xn--bcher-kva.example` })).status).toBe(202);
    await t.mailbox.find(`${name}@bücher.example`, /password/i);
  });

  it('has one count of wrong passwords, however it is written', async () => {
    const limited = await testApp({ RATE_LIMIT_SCALE: '1', RATE_LIMIT_LOGIN_FAILURES: '2/15m' });
    try {
      const tries = ['x@bücher.example', 'X@xn--bcher-kva.example', 'x@BÜCHER。example'];
      const answers = [];
      for (const email of tries)
        answers.push((await limited.http.post('/api/login', { email, password: 'wrong password' })).status);
      expect(answers).toEqual([401, 401, 429]);
    } finally {
      await limited.close();
    }
  });

  it('is found by the search, in either form', async () => {
    const name = local();
    const { id } = await t.as.verifiedUser({ email: `${name}@größe.example` });
    const { access: token } = await t.as.owner();
    for (const q of ['größe.example', 'GRÖßE.example', `${name}@größe.example`, 'xn--gre-6ka8i', name]) {
      const { body } = await t.http.get(`/api/users?q=${encodeURIComponent(q)}`, { token });
      expect([q, body.items.map((user: { id: string }) => user.id)]).toEqual([q, [id]]);
    }
  });
});
