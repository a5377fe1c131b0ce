import { migrate } from '#platform';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MailboxKeys1764200006000 } from '#users';
import { schema } from '#composition';
import { emptyDatabase } from '../support/database';
import { type TestApp, testApp } from '../support/test-app';

const PASSWORD = 'correct horse battery';

/** A row as the version before wrote it: the key was the whole address, folded. */
interface Old {
  email: string;
  key: string;
  username?: string;
  usernameKey?: string;
  verified?: boolean;
  joined?: string;
}

describe('a database of the version before', () => {
  const before = schema.migrations.slice(0, schema.migrations.indexOf(MailboxKeys1764200006000));
  let url: string;
  let drop: () => Promise<void>;
  let db: DataSource;
  let hash: string;
  let t: TestApp | undefined;
  let count = 0;

  beforeAll(async () => {
    const app = await testApp();
    await app.as.unverifiedUser({ password: PASSWORD, email: 'hash@example.com' });
    [{ hash }] = await app.db.query(`SELECT password_hash AS hash FROM users WHERE email = 'hash@example.com'`);
    await app.close();
  });
  beforeEach(async () => {
    Logger.overrideLogger(false);
    ({ url, drop } = await emptyDatabase());
    await migrate(url, before);
    db = await new DataSource({ type: 'postgres', url }).initialize();
  });
  afterEach(async () => {
    await t?.close();
    t = undefined;
    await db.destroy();
    await drop();
    jest.restoreAllMocks();
  });

  async function add({
    email,
    key,
    username,
    usernameKey,
    verified = true,
    joined = '2026-01-01',
  }: Old): Promise<string> {
    const name = username ?? `member${++count}`;
    const [{ id }] = await db.query(
      `INSERT INTO users (id, email, email_key, email_verified, username, username_key, full_name, full_name_key, bio,
                          password_hash, date_joined)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, 'Pat', 'pat', $6, $7, $8) RETURNING id`,
      [email, key, verified, name, usernameKey ?? name.toLowerCase(), 'x'.repeat(2000), hash, joined],
    );
    return id;
  }

  async function upgraded(): Promise<TestApp> {
    await migrate(url, schema.migrations);
    return (t = await testApp({ DATABASE_URL: url }));
  }

  const login = async (email: string) => {
    const { status, body } = await t!.http.post('/api/login', { email, password: PASSWORD });
    return status === 200 ? body.user.id : body.code;
  };

  it('signs everybody in by their address, and by other spellings of the same mailbox', async () => {
    const ascii = await add({ email: 'One@Example.com', key: 'one@example.com' });
    const puny = await add({ email: 'two@xn--bcher-kva.example', key: 'two@xn--bcher-kva.example' });
    const sharp = await add({ email: 'three@straße.example', key: 'three@strasse.example' });
    const double = await add({ email: 'three@strasse.test', key: 'three@strasse.test' });
    await upgraded();
    expect(await login('one@EXAMPLE.com')).toBe(ascii);
    expect(await login('two@bücher.example')).toBe(puny);
    expect(await login('three@STRAßE.example')).toBe(sharp);
    expect(await login('three@strasse.example')).toBe('invalid_credentials');
    expect(await login('three@strasse.test')).toBe(double);
  });

  it('keeps two accounts of one mailbox: the verified one has it, the other is found by its own spelling', async () => {
    const warned = jest.spyOn(Logger.prototype, 'warn');
    const unverified = await add({ email: 'ann@bücher.example', key: 'ann@bücher.example', verified: false });
    const verified = await add({
      email: 'Ann@xn--bcher-kva.example',
      key: 'ann@xn--bcher-kva.example',
      joined: '2026-02-01',
    });
    await upgraded();
    expect(warned.mock.calls.flat()).toContainEqual({
      event: 'duplicate_mailbox',
      user_id: unverified,
      kept_by: verified,
    });
    expect(await login('ann@XN--bcher-kva.example')).toBe(verified);
    expect(await login('ann@BÜCHER。example')).toBe(verified);
    expect(await login('ann@bücher.example')).toBe('email_not_verified');
    expect(await login('ANN@Bücher.example')).toBe('email_not_verified');
    const { status, body } = await t!.http.post('/api/register', t!.as.form({ email: 'ANN@bücher.example' }));
    expect([status, body.code]).toEqual([409, 'email_taken']);
  });

  it('lets the older of two verified ones keep the mailbox, and verifies the other by its own link', async () => {
    const younger = await add({
      email: 'bob@xn--bcher-kva.example',
      key: 'bob@xn--bcher-kva.example',
      joined: '2026-02-01',
    });
    const older = await add({ email: 'bob@bücher.example', key: 'bob@bücher.example' });
    const third = await add({ email: 'bob@bu\u0308cher.example', key: 'bob@bu\u0308cher.example', verified: false });
    await upgraded();
    expect(await login('bob@bücher.example')).toBe(older);
    expect(await login('bob@xn--bcher-kva.example')).toBe(younger);
    expect(await login('bob@Bücher。example')).toBe(older);
    expect((await t!.http.post('/api/resend-verification', { email: 'bob@bu\u0308cher.example' })).status).toBe(202);
    const { token } = await t!.mailbox.find('bob@bücher.example', /verify/i);
    expect((await t!.http.post('/api/verify-email', { token })).status).toBe(200);
    expect(await login('bob@bu\u0308cher.example')).toBe(third);
  });

  it('moves usernames along, and finds everybody in the search', async () => {
    const id = await add({
      email: 'nikos@ΟΔΟΣ.example',
      key: 'nikos@οδος.example',
      username: 'ΝΙΚΟΣ',
      usernameKey: 'νικος',
    });
    await upgraded();
    const { status, body } = await t!.http.post('/api/register', t!.as.form({ username: 'νικοσ' }));
    expect([status, body.code]).toEqual([409, 'username_taken']);
    const owner = await t!.as.owner();
    for (const q of ['νικοσ', 'ΝΙΚ', 'οδοσ.example', 'nikos@οδοσ.example', 'xn--']) {
      const found = await t!.http.get(`/api/users?q=${encodeURIComponent(q)}`, { token: owner.access });
      expect([q, found.body.items.map((user: { id: string }) => user.id)]).toEqual([q, [id]]);
    }
  });

  it('shows texts that were longer than they may be now, and saves them no more', async () => {
    const username = 'x'.repeat(120);
    await add({ email: 'long@example.com', key: 'long@example.com', username });
    await upgraded();
    const { body } = await t!.http.post('/api/login', { email: 'long@example.com', password: PASSWORD });
    expect(body.user).toMatchObject({ username, bio: 'x'.repeat(2000) });
    const token = body.tokens.access;
    const edit = (fields: object) => t!.http.patch('/api/profile', fields, { token });
    const refused = await edit({ username, bio: 'x'.repeat(2000) });
    expect(refused.body.errors.map(({ field, code }: Record<string, string>) => `${field} ${code}`)).toEqual(
      expect.arrayContaining(['username too_long', 'bio too_long']),
    );
    expect((await edit({ full_name: 'Pat Two' })).body).toMatchObject({ username, bio: 'x'.repeat(2000) });
    expect((await edit({ bio: 'x'.repeat(500) })).status).toBe(200);
  });
});
