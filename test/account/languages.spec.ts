import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('languages', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  const german = { 'accept-language': 'fr, de-AT;q=0.9, en;q=0.8' };
  const register = (headers: Record<string, string>, more = {}) => {
    const form = t.as.form(more);
    return t.http.post('/api/register', form, { headers }).then((answer) => ({ ...answer, form }));
  };

  describe('of refusals', () => {
    const refused = (header?: string) =>
      t.http.post(
        '/api/login',
        { email: 'nobody@example.com', password: 'x' },
        { headers: header === undefined ? {} : { 'accept-language': header } },
      );

    it.each([
      ['de', 'de', 'E-Mail-Adresse oder Passwort ist falsch.'],
      ['de-CH, en;q=0.5', 'de', 'E-Mail-Adresse oder Passwort ist falsch.'],
      ['en;q=0.5, de;q=0.4', 'en', 'E-mail address or password is wrong.'],
      ['fr', 'en', 'E-mail address or password is wrong.'],
      ['de;q=0', 'en', 'E-mail address or password is wrong.'],
      ['*', 'en', 'E-mail address or password is wrong.'],
    ])('%s is answered in %s, with the same code', async (header, language, detail) => {
      const { status, headers, body } = await refused(header);
      expect([status, body.code, body.type]).toEqual([
        401,
        'invalid_credentials',
        'urn:collabsphere:problem:invalid_credentials',
      ]);
      expect(body.detail).toBe(detail);
      expect(headers.get('content-language')).toBe(language);
      expect(headers.get('vary')).toMatch(/(^|, )Accept-Language$/i);
    });

    it('translates every fault of a field, with its values', async () => {
      const { body } = await register(german, { username: 'a b', password: '123', full_name: '', more: 1 });
      const messages = Object.fromEntries(
        body.errors.map(({ field, code, message }: Record<string, string>) => [`${field} ${code}`, message]),
      );
      expect(messages).toMatchObject({
        'full_name too_short': 'Dieses Feld darf nicht leer sein.',
        'more unknown_field': 'Dieses Feld gibt es nicht.',
        'password password_too_short': 'Das Passwort muss mindestens 8 Zeichen haben.',
        'password password_entirely_numeric': 'Das Passwort darf nicht nur aus Ziffern bestehen.',
        'username username_invalid_characters': expect.stringMatching(/^Der Benutzername darf nur/),
      });
    });

    it('translates what the guards say, and names the missing permission', async () => {
      const person = await t.as.verifiedUser();
      const { body: denied } = await t.http.get('/api/audit-log', { token: person.access, headers: german });
      expect(denied).toMatchObject({ code: 'permission_denied', title: 'Recht fehlt', missing: ['can_manage_users'] });
      expect(denied.detail).toBe('Ihnen fehlt: can_manage_users.');
      const { body: nobody, headers } = await t.http.get('/api/profile', { headers: german });
      expect(nobody).toMatchObject({ code: 'not_authenticated', detail: 'Dieser Aufruf verlangt ein Access-Token.' });
      expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="collabsphere"/);
      const { body: none } = await t.http.get('/api/none', { headers: german });
      expect(none).toMatchObject({ code: 'not_found', detail: 'Hier gibt es nichts.' });
    });

    it('keeps the members of OAuth in English, which allows ASCII only', async () => {
      const { body } = await t.http.post('/oauth/token', 'grant_type=password', {
        headers: { ...german, 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(body.detail).not.toBe(body.error_description);
      expect(body.error_description).toMatch(/^[\x20-\x7e]+$/);
    });
  });

  it('of answers that are a sentence', async () => {
    const body = { email: 'nobody@example.com' };
    const answer = await t.http.post('/api/password/forgot', body, { headers: german });
    expect(answer.body).toEqual({ message: 'Falls es dieses Konto gibt, ist eine Mail unterwegs.' });
    expect(answer.headers.get('content-language')).toBe('de');
    expect((await t.http.post('/api/password/forgot', body)).body.message).toMatch(/^If there is/);
  });

  describe('of mails', () => {
    it('a registration takes the language of the request', async () => {
      const { body, form } = await register(german);
      expect(body.message).toMatch(/^Willkommen!/);
      expect(body.user).not.toHaveProperty('locale');
      const mail = await t.mailbox.find(form.email, /Bestätigen Sie Ihre E-Mail-Adresse/);
      expect(mail.text).toMatch(/^Guten Tag /);
      expect(mail.html).toContain('lang="de"');
      expect(mail.parsed.headers.get('content-language')).toBe('de');
      const profile = await t.http.get('/api/profile', { token: body.tokens.access });
      expect(profile.body.locale).toBe('de');
    });

    it('a language of the form wins, and no language of ours is none', async () => {
      const chosen = await register(german, { locale: 'en' });
      await t.mailbox.find(chosen.form.email, /Verify your e-mail address/);
      const french = await register({ 'accept-language': 'fr' });
      await t.mailbox.find(french.form.email, /Verify your e-mail address/);
      const { body } = await t.http.get('/api/profile', { token: french.body.tokens.access });
      expect(body.locale).toBeNull();
      expect(problemSummary(await register({}, { locale: 'fr' }))).toEqual([
        400,
        'validation_failed',
        'locale invalid_choice',
      ]);
    });

    it('is the one that the user has chosen by then', async () => {
      const person = await t.as.verifiedUser();
      const as = { token: person.access };
      expect((await t.http.patch('/api/profile', { locale: 'de' }, as)).body.locale).toBe('de');
      await t.http.post('/api/password/forgot', { email: person.email });
      await t.mailbox.find(person.email, /Wählen Sie ein neues Passwort/);
      expect((await t.http.patch('/api/profile', { locale: null }, as)).body.locale).toBe('de');
      expect((await t.http.patch('/api/profile', { locale: '' }, as)).body.locale).toBeNull();
      await t.http.post('/api/password/forgot', { email: person.email });
      await t.mailbox.find(person.email, /Choose a new password/);
    });
  });

  describe('the field locale', () => {
    it('is seen by its owner and by admins alone', async () => {
      const person = await t.as.verifiedUser();
      const owner = await t.as.owner();
      await t.http.patch('/api/profile', { locale: 'de' }, { token: person.access });
      const seenBy = async ({ access }: { access: string }) =>
        (await t.http.get(`/api/users/${person.id}`, { token: access })).body;
      expect((await seenBy(owner)).locale).toBe('de');
      expect(await seenBy(await t.as.verifiedUser())).not.toHaveProperty('locale');
      const login = await t.http.post('/api/login', { email: person.email, password: person.password });
      expect(login.body.user).not.toHaveProperty('locale');
    });

    it('is audited: by name for an edit of the own profile, before and after for one of an admin', async () => {
      const person = await t.as.verifiedUser();
      const owner = await t.as.owner();
      await t.http.patch('/api/profile', { locale: 'de' }, { token: person.access });
      await t.http.patch(`/api/users/${person.id}`, { locale: '' }, { token: owner.access });
      const entries = await t.db.query(
        "SELECT action, details FROM audit_log WHERE subject_id = $1 AND action IN ('profile.edit', 'user.edit') ORDER BY seq",
        [person.id],
      );
      expect(entries).toEqual([
        { action: 'profile.edit', details: { fields: ['locale'] } },
        { action: 'user.edit', details: { before: { locale: 'de' }, after: { locale: null } } },
      ]);
    });
  });
});

describe('DEFAULT_LANGUAGE', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp({ DEFAULT_LANGUAGE: 'de' });
  });
  afterAll(() => t.close());

  it('is the language for those who name none', async () => {
    const { body, headers } = await t.http.get('/api/profile');
    expect([body.detail, headers.get('content-language')]).toEqual(['Dieser Aufruf verlangt ein Access-Token.', 'de']);
    const form = t.as.form();
    await t.http.post('/api/register', form);
    await t.mailbox.find(form.email, /Bestätigen Sie/);
    const english = await t.http.get('/api/profile', { headers: { 'accept-language': 'en' } });
    expect(english.headers.get('content-language')).toBe('en');
  });
});
