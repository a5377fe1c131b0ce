import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditChain } from '#audit';
import { FailedJobs } from '#platform';
import sharp from 'sharp';
import { dumpDatabase } from '../support/dump-database';
import { exhaustJobs } from '../support/jobs';
import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

describe('deleting the own account', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const remove = ({ access, password }: TestUser, body: unknown = { password }) =>
    t.http.delete('/api/account', { token: access, body });
  const entriesAbout = async ({ id }: TestUser) =>
    (await t.http.get(`/api/audit-log?subject=${id}`, { token: owner.access })).body.items;
  const verify = () => t.app.get(AuditChain, { strict: false }).verify();
  const jobsDone = () =>
    waitFor(async () => (await t.db.query('SELECT 1 FROM graphile_worker.jobs')).length === 0, 'all jobs are done');

  it('takes all that is personal, at once, and leaves ids', async () => {
    const headers = { 'user-agent': 'Telltale/1', 'x-request-id': 'telltale-request' };
    const form = t.as.form({ full_name: 'Tell Tale', bio: 'Told tales.', device_token: 'tale-phone' });
    const { body } = await t.http.post('/api/register', form, { headers });
    const person: TestUser = { id: body.user.id, ...form, access: body.tokens.access, refresh: body.tokens.refresh };
    const { token } = await t.mailbox.find(person.email, /verify/i);
    await t.http.post('/api/verify-email', { token }, { headers });
    const login = await t.http.post('/api/login', { email: form.email, password: form.password });
    const as = { token: login.body.tokens.access, headers };
    await t.http.put('/api/profile/avatar', await picture(), as);
    await t.http.patch('/api/profile', { bio: 'More tales.' }, as);
    await t.http.post('/api/email/change', { new_email: 'tale-new@example.com', password: form.password }, as);
    await t.http.patch(`/api/users/${person.id}`, { full_name: 'Tell Taller' }, { token: owner.access });
    const { avatar } = (await t.http.get('/api/profile', as)).body;
    const known = ['tale-new', 'Tell Tal', 'tales', 'tale-phone', 'Telltale', 'telltale-request', form.username];
    const held = await dumpDatabase(t.db);
    for (const word of known) expect([word, held.includes(word)]).toEqual([word, true]);

    const answer = await t.http.delete('/api/account/', { ...as, body: { password: form.password } });
    expect([answer.status, answer.body]).toEqual([204, '']);

    for (const access of [person.access, as.token])
      expect(problemSummary(await t.http.get('/api/profile', { token: access }))).toEqual([401, 'invalid_token']);
    for (const refresh of [person.refresh, login.body.tokens.refresh])
      expect(problemSummary(await t.http.post('/api/token/refresh', { refresh }))).toEqual([
        401,
        'invalid_refresh_token',
      ]);
    const again = await t.http.post('/api/login', { email: form.email, password: form.password });
    expect(problemSummary(again)).toEqual([401, 'invalid_credentials']);
    expect((await t.http.get(`/api/users/${person.id}`, { token: owner.access })).body.code).toBe('user_not_found');
    expect((await t.http.get(new URL(avatar).pathname)).status).toBe(404);
    expect(await readdir(join(t.dataDir, 'avatars'))).toEqual([]);

    await t.mailbox.find(form.email, /was deleted/);
    await jobsDone();
    const left = await dumpDatabase(t.db);
    expect(known.filter((word) => left.toLowerCase().includes(word.toLowerCase()))).toEqual([]);
    expect(left).toContain(person.id);
  });

  it('leaves the audit log complete: who, what and when, but no personal data', async () => {
    const person = await t.as.verifiedUser();
    await t.http.patch(`/api/users/${person.id}`, { full_name: 'Another Name' }, { token: owner.access });
    expect((await remove(person)).status).toBe(204);
    const nothing = { details: {}, ip: null, user_agent: null, request_id: null };
    expect(await entriesAbout(person)).toEqual([
      expect.objectContaining({ action: 'account.delete', actor: person.id, ...nothing }),
      // Where the admin was is about the admin, who is still there.
      expect.objectContaining({ action: 'user.edit', actor: owner.id, details: {}, ip: '127.0.0.1' }),
      expect.objectContaining({ action: 'email.verify', actor: person.id, ...nothing }),
      expect.objectContaining({ action: 'account.register', actor: person.id, ...nothing }),
    ]);
    expect((await verify()).brokenAt).toBeUndefined();
  });

  it('keeps what an admin who goes has done to others, but not from where', async () => {
    const [admin, user] = [await t.as.userWithRoles(['admin']), await t.as.verifiedUser()];
    await t.http.post(`/api/users/${user.id}/ban`, { reason: 'Spam' }, { token: admin.access });
    expect((await remove(admin)).status).toBe(204);
    const [ban] = await entriesAbout(user);
    expect(ban).toMatchObject({ action: 'user.ban', actor: admin.id, details: { reason: 'Spam', until: null } });
    expect([ban.ip, ban.user_agent, ban.request_id]).toEqual([null, null, null]);
    expect((await verify()).brokenAt).toBeUndefined();
  });

  it('says good-bye once, to the address of the account', async () => {
    const person = await t.as.verifiedUser();
    await remove(person);
    const { text } = await t.mailbox.find(person.email, /was deleted/);
    expect(text).toMatch(new RegExp(`Hello ${person.username},`));
    await jobsDone();
    expect(t.mailbox.of(person.email).filter(({ subject }) => /deleted/.test(subject))).toHaveLength(1);
  });

  it('withdraws the mails that still wait, also those that were given up', async () => {
    t.mailbox.refuseWith = { code: 451, message: 'later' };
    const [person, another] = [await t.as.unverifiedUser(), await t.as.unverifiedUser()];
    const names = async () =>
      (await t.app.get(FailedJobs, { strict: false }).list({ only: ['send_mail'] }))
        .map(({ payload }) => (payload as { name: string }).name)
        .sort();
    await waitFor(async () => (await names()).length === 2, 'both mails failed');
    await waitFor(
      async () => (await t.db.query('SELECT 1 FROM graphile_worker.jobs WHERE locked_at IS NOT NULL')).length === 0,
      'no mail is at work',
    );
    await exhaustJobs(t.db);
    expect((await remove(person)).status).toBe(204);
    await waitFor(async () => (await names()).length === 2, 'the good-bye failed');
    expect(await names()).toEqual(['account-deleted', 'verify-email']);
    t.mailbox.refuseWith = undefined;
    await t.app.get(FailedJobs, { strict: false }).retry({ only: ['send_mail'] });
    await jobsDone();
    expect(t.mailbox.of(person.email).map(({ subject }) => subject)).toEqual(['Your account was deleted']);
    expect(t.mailbox.of(another.email)).toHaveLength(1);
  });

  it('is open to who has not verified', async () => {
    expect((await remove(await t.as.unverifiedUser())).status).toBe(204);
  });

  it('makes room: address and username can be registered again, by a new user', async () => {
    const person = await t.as.verifiedUser();
    await remove(person);
    const { email, username, password } = person;
    const { status, body } = await t.http.post('/api/register', { email, username, password, full_name: 'New' });
    expect(status).toBe(201);
    expect(body.user.id).not.toBe(person.id);
    expect((await t.http.get('/api/profile', { token: person.access })).status).toBe(401);
  });

  it('needs the password', async () => {
    const person = await t.as.verifiedUser();
    expect(problemSummary(await remove(person, { password: 'not the password' }))).toEqual([
      400,
      'validation_failed',
      'password wrong_password',
    ]);
    expect(problemSummary(await remove(person, {}))).toEqual([400, 'validation_failed', 'password required']);
    expect((await t.http.get('/api/profile', { token: person.access })).status).toBe(200);
  });

  it('refuses what it does not know, and strangers', async () => {
    const person = await t.as.verifiedUser();
    expect(problemSummary(await remove(person, { password: person.password, confirm: true }))).toEqual([
      400,
      'validation_failed',
      'confirm unknown_field',
    ]);
    expect(problemSummary(await t.http.delete('/api/account', { body: { password: 'x' } }))).toEqual([
      401,
      'not_authenticated',
    ]);
    expect(problemSummary(await t.http.delete('/api/account', { token: person.access }))).toEqual([
      400,
      'validation_failed',
      'password required',
    ]);
  });

  it('is not for the last owner', async () => {
    expect(problemSummary(await remove(owner))).toEqual([409, 'last_owner']);
    expect((await t.http.get('/api/profile', { token: owner.access })).status).toBe(200);
    const another = await t.as.userWithRoles(['owner']);
    expect((await remove(another)).status).toBe(204);
    expect(problemSummary(await remove(owner))).toEqual([409, 'last_owner']);
  });

  it('by an admin leaves as little', async () => {
    const person = await t.as.verifiedUser({ full_name: 'Ousted Ozzie' });
    expect((await t.http.delete(`/api/users/${person.id}`, { token: owner.access })).status).toBe(204);
    expect((await entriesAbout(person))[0]).toMatchObject({ action: 'user.delete', actor: owner.id, details: {} });
    await jobsDone();
    const left = await dumpDatabase(t.db);
    expect([left.includes('Ousted'), left.includes(person.username)]).toEqual([false, false]);
    expect((await verify()).brokenAt).toBeUndefined();
  });

  async function picture(): Promise<FormData> {
    const image = sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } });
    const form = new FormData();
    form.set('avatar', new Blob([new Uint8Array(await image.png().toBuffer())]), 'me.png');
    return form;
  }
});
