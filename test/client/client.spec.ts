import {
  type ClientOptions,
  type CollabSphereClient,
  createClient,
  memoryStorage,
  type PresenceInfo,
} from '@collabsphere/client';
import { forgetUsedCodes, totpCode } from '../support/totp';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

/** The package against the service, in Node: without tabs, cookies and a browser. */
describe('@collabsphere/client in Node', () => {
  let t: TestApp;
  const clients: CollabSphereClient[] = [];
  beforeAll(async () => {
    t = await testApp({ MFA_TRUSTED_DEVICE_TTL: '30d' });
  });
  afterEach(() => clients.splice(0).forEach((client) => client.close()));
  afterAll(() => t.close());

  function open(options: Partial<ClientOptions> = {}): CollabSphereClient {
    const client = createClient({ url: t.url, session: 'tokens', ...options });
    clients.push(client);
    return client;
  }

  async function signedIn(person: Pick<TestUser, 'email' | 'password'>, options?: Partial<ClientOptions>) {
    const client = open(options);
    const { status } = await client.auth.login({ email: person.email, password: person.password });
    expect(status).toBe('signed_in');
    return client;
  }

  it('registers, edits the profile, and logs out', async () => {
    const client = open();
    const form = t.as.form();
    const result = await client.auth.register(form);
    expect(result).toMatchObject({ status: 'signed_in', user: { email: form.email, email_verified: false } });
    await expect(client.devices.update(client.devices.currentId!, { name: 'Robot' })).rejects.toMatchObject({
      code: 'email_not_verified',
      status: 403,
    });

    const { token } = await t.mailbox.find(form.email, /verify/i);
    await client.api.POST('/api/verify-email', { body: { token } });
    // The token from before the verification is still in use: what is refused is refreshed.
    await client.profile.update({ bio: 'I compute.' });
    expect(client.session.get()).toMatchObject({
      status: 'signed_in',
      user: { bio: 'I compute.', email_verified: true },
    });
    expect(await client.devices.update(client.devices.currentId!, { name: 'Robot' })).toMatchObject({ name: 'Robot' });

    await client.auth.logout();
    expect(client.session.get()).toEqual({ status: 'signed_out', endReason: 'logout' });
    await expect(client.profile.get()).rejects.toMatchObject({ code: 'not_authenticated' });
  });

  it('says what is wrong with a form', async () => {
    await expect(open().auth.register({ ...t.as.form(), password: '12345678' })).rejects.toMatchObject({
      name: 'CollabSphereError',
      code: 'validation_failed',
      status: 400,
      errors: expect.arrayContaining([expect.objectContaining({ field: 'password' })]),
      requestId: expect.any(String),
    });
    const person = await t.as.verifiedUser();
    await expect(open().auth.login({ email: person.email, password: 'wrong' })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
  });

  it('takes a session up from its storage, and refreshes it', async () => {
    const person = await t.as.verifiedUser();
    const storage = memoryStorage();
    const first = await signedIn(person, { storage });
    first.close();
    const next = open({ storage });
    expect(await next.session.restore()).toMatchObject({ status: 'signed_in', user: { id: person.id } });
    const before = await next.session.accessToken();
    // As after a sleep longer than the token lives.
    const key = `collabsphere:${t.url}`;
    await storage.set(key, JSON.stringify({ ...JSON.parse((await storage.get(key))!), expiresAt: 0 }));
    const third = open({ storage });
    const after = await third.session.accessToken();
    expect(after).not.toBe(before);
    expect(await third.profile.get()).toMatchObject({ id: person.id });
  });

  it('sends a lost refresh again', async () => {
    const person = await t.as.verifiedUser();
    const control = testFetch();
    const client = await signedIn(person, { platform: control });
    const before = await client.session.accessToken();
    control.expire();
    control.loseRefresh();
    expect(await client.profile.get()).toMatchObject({ id: person.id });
    expect(control.refreshes).toBe(2);
    expect(await client.session.accessToken()).not.toBe(before);
    control.expire();
    expect(await client.profile.get()).toMatchObject({ id: person.id });
  });

  it('asks for a second factor, and proves it again for what is sensitive', async () => {
    const person = await t.as.verifiedUser();
    const asked: string[] = [];
    const control = testFetch();
    const client = await signedIn(person, {
      platform: control,
      onStepUpRequired: async ({ level }) => {
        asked.push(level);
        await client.auth.reauthenticate({ password: person.password });
      },
    });
    await t.db.query("UPDATE sessions SET authenticated_at = now() - interval '1 hour' WHERE user_id = $1", [
      person.id,
    ]);
    control.expire();
    const { secret } = await client.mfa.startTotp();
    expect(asked).toEqual(['aal1']);
    const { recovery_codes } = await client.mfa.confirmTotp(totpCode(secret));
    expect(recovery_codes).toHaveLength(10);
    expect(await client.mfa.get()).toMatchObject({ totp: true });

    await forgetUsedCodes(t, person);
    const other = open();
    const login = await other.auth.login({ email: person.email, password: person.password });
    if (login.status !== 'mfa_required') throw new Error(login.status);
    expect(login.mfa.methods).toEqual(['totp', 'recovery_code']);
    await expect(login.mfa.withRecoveryCode('wrong')).rejects.toMatchObject({ code: 'invalid_code' });
    expect(await login.mfa.withTotp(totpCode(secret))).toMatchObject({ status: 'signed_in', user: { id: person.id } });
    expect(await other.profile.get()).toMatchObject({ id: person.id });
  });

  it('recognizes a device that the user trusts', async () => {
    const person = await t.as.verifiedUser();
    const storage = memoryStorage();
    const client = await signedIn(person, { storage });
    const { secret } = await client.mfa.startTotp();
    await client.mfa.confirmTotp(totpCode(secret));
    await client.auth.logout();
    await forgetUsedCodes(t, person);
    const credentials = { email: person.email, password: person.password };
    const login = await client.auth.login(credentials);
    if (login.status !== 'mfa_required') throw new Error(login.status);
    await login.mfa.withTotp(totpCode(secret), { trustDevice: true });
    await client.auth.logout();
    expect(await client.auth.login(credentials)).toMatchObject({ status: 'signed_in' });
  });

  it('shows who is online, over one socket, and renews its token on it', async () => {
    const [ada, bob] = [await t.as.verifiedUser(), await t.as.verifiedUser()];
    const control = testFetch();
    const [adas, bobs] = [
      await signedIn(ada, { platform: control }),
      await signedIn(bob, { device: { device_type: 'desktop' } }),
    ];
    const seen: PresenceInfo[] = [];
    const unwatch = adas.presence.watch([bob.id], (presence) => seen.push(presence));
    adas.presence.watch([bob.id, ada.id], () => undefined);
    const isSeen = (status: string) => waitFor(() => seen.at(-1)?.status === status, status);
    await waitFor(() => seen.length > 0, 'a snapshot');

    bobs.presence.connect();
    await waitFor(() => seen.at(-1)?.devices.includes('desktop'), 'the socket of Bob');
    await bobs.presence.setStatus('dnd', 'In a meeting');
    await isSeen('dnd');
    expect(seen.at(-1)).toMatchObject({ user_id: bob.id, is_online: true, text: 'In a meeting' });
    expect(adas.presence.get(bob.id)).toEqual(seen.at(-1));

    control.expire();
    await adas.profile.get();
    await bobs.presence.setStatus('online');
    await isSeen('online');
    bobs.presence.disconnect();
    await isSeen('offline');

    const count = seen.length;
    unwatch();
    bobs.presence.connect();
    await waitFor(() => adas.presence.get(bob.id)?.is_online, 'the other listener');
    expect(seen).toHaveLength(count);
  });

  it('shows who is online without a socket', async () => {
    const [ada, bob] = [await t.as.verifiedUser(), await t.as.verifiedUser()];
    const adas = await signedIn(ada, { presence: { transport: 'rest' } });
    const bobs = await signedIn(bob, { presence: { transport: 'rest' } });
    await bobs.presence.setStatus('away', 'Back soon');
    const seen: PresenceInfo[] = [];
    adas.presence.watch([bob.id], (presence) => seen.push(presence));
    await waitFor(() => seen.at(-1)?.text === 'Back soon', 'the status');
    bobs.presence.connect();
  });

  it('is signed out by a ban, at once, with the reason; and its permissions follow its roles', async () => {
    const person = await t.as.verifiedUser();
    const client = await signedIn(person);
    client.presence.connect();
    const owner = await signedIn(await t.as.owner());
    await owner.api.POST('/api/assign-role', { body: { user_id: person.id, role: 'moderator' } });
    await client.profile.get();
    await waitFor(() => client.session.get().permissions?.can_moderate, 'the permissions of a moderator');
    expect(client.session.get().user?.role?.name).toBe('moderator');

    await owner.api.POST('/api/users/{id}/ban', { params: { path: { id: person.id } }, body: { reason: 'spam' } });
    await waitFor(() => client.session.get().status === 'signed_out', 'the ban');
    expect(client.session.get().endReason).toBe('ban');
    await expect(client.auth.login({ email: person.email, password: person.password })).rejects.toMatchObject({
      code: 'account_banned',
    });
  });

  it('registers a push token', async () => {
    const client = await signedIn(await t.as.verifiedUser());
    expect(await client.push.setToken('fcm-token-of-the-client')).toMatchObject({
      push_enabled: true,
      push_kind: 'fcm',
    });
    expect(await client.push.unsubscribe()).toMatchObject({ push_enabled: false });
  });
});

interface TestFetch {
  fetch: typeof fetch;
  /** The next call is refused, as with an expired token. The client refreshes and repeats it. */
  expire(): void;
  /** The next answer to a refresh is lost. */
  loseRefresh(): void;
  refreshes: number;
}

function testFetch(): TestFetch {
  let [isExpired, isLost] = [false, false];
  const control: TestFetch = {
    refreshes: 0,
    expire: () => (isExpired = true),
    loseRefresh: () => (isLost = true),
    async fetch(input, init) {
      const isRefresh = String(input).endsWith('/api/token/refresh');
      if (isRefresh) control.refreshes++;
      else if (isExpired) {
        isExpired = false;
        return Response.json({ code: 'invalid_token', status: 401 }, { status: 401 });
      }
      const response = await fetch(input, init);
      if (!isRefresh || !isLost) return response;
      isLost = false;
      throw new TypeError('fetch failed');
    },
  };
  return control;
}
