import { aSentence, problemSummary, tokens } from '../support/matchers';
import { inviteByMail } from '../support/invitations';
import { type TestApp, testApp } from '../support/test-app';
import { firstOwner } from '../support/test-users';

const notAllowed = (field: string) => [400, 'validation_failed', `${field} email_domain_not_allowed`];

describe('REGISTRATION=closed', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp({ REGISTRATION: 'closed' })));
  afterAll(() => t.close());

  it('refuses every registration, with a token too', async () => {
    for (const extras of [{}, { invitation_token: 'nonsense' }])
      expect(problemSummary(await t.http.post('/api/register', t.as.form(extras)))).toEqual([
        403,
        'registration_closed',
      ]);
  });

  it('has the first owner, who can not invite', async () => {
    const owner = await t.as.owner();
    expect(owner.email).toBe(firstOwner.email);
    const answer = await t.http.post('/api/invitations', { email: t.as.form().email }, { token: owner.access });
    expect(problemSummary(answer)).toEqual([403, 'registration_closed']);
  });

  it('says so on the page of an invitation', async () => {
    for (const page of [await t.http.get('/invitation/nonsense'), await t.http.post('/invitation/nonsense')])
      expect([page.status, page.body]).toEqual([200, expect.stringMatching(/sign bad[^]*Registration closed/)]);
  });
});

describe('REGISTRATION=invite', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp({ REGISTRATION: 'invite', REGISTRATION_PRIVACY: 'strict' })));
  afterAll(() => t.close());

  it.each([{}, { invitation_token: null }])('refuses a registration with %j', async (extras) => {
    const answer = await t.http.post('/api/register', t.as.form(extras));
    expect(problemSummary(answer)).toEqual([403, 'invitation_required']);
  });

  it('refuses a token that is none', async () => {
    const answer = await t.http.post('/api/register', t.as.form({ invitation_token: 'nonsense' }));
    expect(problemSummary(answer)).toEqual([400, 'invalid_invitation']);
  });

  it('registers with an invitation, and answers as usual though registration is private', async () => {
    const { email, username, ...form } = t.as.form();
    const invitation_token = await inviteByMail(t, email);
    const { status, body } = await t.http.post('/api/register', { ...form, email, username, invitation_token });
    expect([status, body.tokens, body.message]).toEqual([201, tokens, aSentence]);
    expect(body.user).toMatchObject({ email, username, email_verified: true });
  });
});

describe('domains of new addresses', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp({
      ALLOWED_MAIL_DOMAINS: 'bücher.example, *.Team.example,example.com',
      BLOCKED_MAIL_DOMAINS: 'spam.team.example',
    });
  });
  afterAll(() => t.close());

  it.each(['a@bücher.example', 'b@XN--BCHER-KVA.example', 'c@mail.team.EXAMPLE', 'd@a.b.team.example'])(
    'takes %s',
    async (email) => {
      expect((await t.http.post('/api/register', { ...t.as.form(), email })).status).toBe(201);
    },
  );

  it.each([
    'a@other.example',
    'a@team.example',
    'a@sub.bücher.example',
    'a@spam.team.example',
    'a@SPAM.team.example',
    'a@notteam.example',
    'a@example.com.other.example',
  ])('refuses %s for a registration, a change of address and an invitation', async (email) => {
    expect(problemSummary(await t.http.post('/api/register', { ...t.as.form(), email }))).toEqual(notAllowed('email'));
    const owner = await t.as.owner();
    const change = { new_email: email, password: owner.password };
    const token = owner.access;
    expect(problemSummary(await t.http.post('/api/email/change', change, { token }))).toEqual(notAllowed('new_email'));
    expect(problemSummary(await t.http.post('/api/invitations', { email }, { token }))).toEqual(notAllowed('email'));
  });

  it('leaves accounts alone that have another domain', async () => {
    const person = await t.as.verifiedUser();
    await t.db.query("UPDATE users SET email = 'old@gone.example', email_key = 'old@gone.example' WHERE id = $1", [
      person.id,
    ]);
    expect((await t.as.signIn({ ...person, email: 'old@gone.example' })).id).toBe(person.id);
  });
});
