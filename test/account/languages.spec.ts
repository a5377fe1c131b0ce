import { UnsubscribeService } from '#push';
import { inviteByMail } from '../support/invitations';
import { problemSummary } from '../support/matchers';
import { PresenceClients } from '../support/presence-client';
import { type TestApp, testApp } from '../support/test-app';

describe('languages', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  const german = { 'accept-language': 'fr, de-AT;q=0.9, en;q=0.8' };
  const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
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

  it('of devices without a name, in lists of the own and of other people’s sessions', async () => {
    const { email, password, id } = await t.as.verifiedUser();
    const { body } = await t.http.post('/api/login', { email, password }, { headers: agent });
    const token: string = body.tokens.access;
    const owner = await t.as.owner();
    const words = async (headers: Record<string, string>) => {
      const { body: sessions } = await t.http.get('/api/sessions', { token, headers });
      const { body: devices } = await t.http.get('/api/devices', { token, headers });
      const { body: seen } = await t.http.get(`/api/users/${id}/sessions`, { token: owner.access, headers });
      return [sessions.items[0].user_agent, devices.items[0].name, seen.items[0].user_agent];
    };
    expect(await words(german)).toEqual(Array(3).fill('Firefox unter Linux'));
    expect(await words({ 'accept-language': 'fr' })).toEqual(Array(3).fill('Firefox on Linux'));
  });

  describe('of sockets', () => {
    let sockets: PresenceClients;
    beforeAll(() => (sockets = new PresenceClients(t.url)));
    afterAll(() => sockets.close());
    const options = { extraHeaders: german };

    it('are that of the handshake where it is refused', async () => {
      expect(await sockets.connectionError({}, options)).toMatchObject({
        code: 'not_authenticated',
        detail: 'Dieser Aufruf verlangt ein Access-Token.',
      });
      expect((await sockets.connectionError({})).detail).toBe('This call requires an access token.');
      const { access: token } = await t.as.verifiedUser();
      const { errors } = await sockets.connectionError({ token, device_type: 'fridge' }, options);
      expect(errors[0].message).toMatch(/^Verwenden Sie eines von/);
    });

    it('and where a message is', async () => {
      const socket = await sockets.connect(await t.as.verifiedUser(), {}, options);
      const { error } = await socket.request('watch', { user_ids: ['x'] });
      expect(error).toMatchObject({
        code: 'validation_failed',
        title: 'Prüfung fehlgeschlagen',
      });
      for (let n = 0; n < 21; n++) socket.socket.emit('activity', {});
      expect((await socket.waitForEvent('too_many_messages')).detail).toMatch(/mehr als 20 Nachrichten/);
    });
  });

  describe('of pages behind links', () => {
    const languageAt = async (link: string, language: string) => {
      const headers = { 'accept-language': language };
      const pages = [await t.http.get(link, { headers }), await t.http.post(link, undefined, { headers })];
      for (const { body, headers: answered } of pages)
        expect(body).toContain(`<html lang="${answered.get('content-language')}"`);
      return pages.map(({ headers: answered }) => answered.get('content-language'));
    };

    it.each(['not-me', 'unsubscribe'])('are that of the user of the link: /%s', async (page) => {
      const person = await t.as.verifiedUser();
      await t.http.patch('/api/profile', { locale: 'de' }, { token: person.access });
      const links: Record<string, () => Promise<string> | string> = {
        'not-me': async () => {
          const { email, password } = person;
          await t.http.post('/api/login', { email, password }, { headers: agent });
          return /https?:\/\/\S+\/not-me\/\S+/.exec((await t.mailbox.find(email, /neues Gerät/i)).text)![0];
        },
        unsubscribe: () => t.app.get(UnsubscribeService, { strict: false }).linkFor(person.id, 'mention'),
      };
      const link = new URL(await links[page]!()).pathname;
      expect(await languageAt(link, 'en')).toEqual(['de', 'de']);
      await t.http.patch('/api/profile', { locale: '' }, { token: (await t.as.signIn(person)).access });
      expect(await languageAt(link, 'en')).toEqual(['en', 'en']);
      expect(await languageAt(`${link}x`, 'de')).toEqual(['de', 'de']);
    });

    it('are that of the browser for an invitation, or else that of who invited, as in the mail', async () => {
      const inviter = await t.as.userWithRoles(['admin']);
      const link = `/invitation/${await inviteByMail(t, t.as.form().email, { by: inviter })}`;
      await t.http.patch('/api/profile', { locale: 'de' }, { token: inviter.access });
      expect(await languageAt(link, 'en')).toEqual(['en', 'en']);
      expect(await languageAt(link, 'fr')).toEqual(['de', 'de']);
      expect(await languageAt('/invitation/nonsense', 'fr')).toEqual(['en', 'en']);
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
