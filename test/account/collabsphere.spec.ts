import { aSentence, anId, aProfile, aUser, noPermissions, tokens } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

/** The example that CollabSphere's own documentation gives, word for word; its clients send trailing slashes. */
describe("CollabSphere's own example", () => {
  let t: TestApp;
  let access: string;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  const about = { email: 'user@example.com', username: 'user123', full_name: 'John Doe' };

  it('registers', async () => {
    const { status, body } = await t.http.post('/api/register/', {
      email: 'user@example.com',
      username: 'user123',
      password: 'securepass123',
      full_name: 'John Doe',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      user: aUser({ ...about, email_verified: false }),
      tokens,
      permissions: noPermissions,
      known_device_token: expect.any(String),
      message: aSentence,
    });
  });

  it('verifies by the old link', async () => {
    const { token } = await t.mailbox.find('user@example.com', /verify/i);
    expect((await t.http.get(`/api/verify-email/${token}/`)).status).toBe(200);
  });

  it('logs in', async () => {
    const { status, body } = await t.http.post('/api/login/', {
      email: 'user@example.com',
      password: 'securepass123',
      device_token: 'fcm-token-123',
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      user: aUser(about),
      tokens,
      permissions: noPermissions,
      known_device_token: expect.any(String),
    });
    access = body.tokens.access;
  });

  it('reads and changes the profile, refreshes, logs out', async () => {
    const as = { token: access };
    expect((await t.http.get('/api/profile/', as)).body).toEqual(aProfile(about));
    const edited = await t.http.put('/api/profile/', { full_name: 'John D.', bio: 'Likes tea.' }, as);
    expect(edited.body).toEqual(aProfile({ ...about, full_name: 'John D.', bio: 'Likes tea.' }));
    const passwords = { current_password: 'securepass123', new_password: 'a newer secret' };
    expect((await t.http.put('/api/profile/', passwords, as)).status).toBe(200);

    const { body: devices } = await t.http.get('/api/devices/', as);
    expect(devices.items).toEqual([expect.objectContaining({ id: anId, push_enabled: true, current: true })]);
    const { body } = await t.http.post('/api/login/', { email: 'user@example.com', password: 'a newer secret' });
    const refreshed = await t.http.post('/api/token/refresh/', { refresh: body.tokens.refresh });
    expect([refreshed.status, refreshed.body]).toEqual([200, tokens]);

    expect((await t.http.post('/api/logout/', {}, as)).status).toBe(200);
    expect((await t.http.get('/api/profile/', as)).status).toBe(401);
  });
});
