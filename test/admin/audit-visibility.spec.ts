import { recordStatements } from '../support/record-statements';
import type { TestUser } from '../support/test-users';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

interface Entry {
  action: string;
  actor: string | null;
  subject: string | null;
  details: Record<string, unknown>;
  ip: string | null;
  user_agent: string | null;
  request_id: string | null;
}

/** What the list of users shows of everybody. */
const listed = ['role_id', 'role', 'reason', 'until'];

describe('what the lists of users and sessions hide, the audit log hides too:', () => {
  let t: TestApp;
  let owner: TestUser;
  let reader: TestUser;
  let peer: TestUser;
  let moderator: TestUser;
  let user: TestUser;
  const as = ({ access }: TestUser) => ({ token: access, headers: { 'user-agent': `agent of ${access.slice(-8)}` } });
  const log = async (by: TestUser, query = 'limit=100'): Promise<Entry[]> =>
    (await t.http.get(`/api/audit-log?${query}`, { token: by.access })).body.items;

  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    [reader, peer] = [await t.as.userWithRoles(['admin']), await t.as.userWithRoles(['admin'])];
    [moderator, user] = [await t.as.userWithRoles(['moderator']), await t.as.verifiedUser()];
    for (const person of [owner, reader, peer, moderator, user]) {
      const again = await t.http.post(
        '/api/login',
        { email: person.email, password: person.password },
        { headers: { 'user-agent': `Firefox/1 of ${person.username}` } },
      );
      await t.http.post('/api/logout', {}, { token: again.body.tokens.access });
      await t.http.patch('/api/profile', { bio: `Life of ${person.username}` }, as(person));
      await t.http.put('/api/notification-preferences', { dnd: 'hold' }, as(person));
      await t.http.post('/api/email/change', { new_email: t.as.form().email, password: person.password }, as(person));
      await t.http.post('/api/password/forgot', { email: person.email }, as(person));
    }
    for (const by of [owner, reader]) {
      const role = (await t.http.post('/api/roles', { name: `role of ${by.username}` }, as(by))).body;
      for (const path of ['ban', `roles/${role.id}`]) {
        await t.http.send(path === 'ban' ? 'POST' : 'PUT', `/api/users/${user.id}/${path}`, { reason: 'Spam' }, as(by));
        await t.http.send('DELETE', `/api/users/${user.id}/${path}`, undefined, as(by));
      }
    }
    for (const target of [peer, reader]) {
      const made = (await t.http.post('/api/roles', { name: `role for ${target.username}` }, as(owner))).body;
      await t.http.put(`/api/users/${target.id}/roles/${made.id}`, undefined, as(owner));
    }
    const none = async () => (await t.db.query('SELECT 1 FROM graphile_worker.jobs LIMIT 1')).length === 0;
    await waitFor(none, 'there is nothing left to do');
  });
  afterAll(() => t.close());

  it('entries by and about users who are not below the reader contain only who did what', async () => {
    const [whole, shown] = [await log(owner), await log(reader)];
    const above = [owner.id, peer.id];
    expect(shown.map(({ action }) => action)).toEqual(whole.map(({ action }) => action));
    const isAbove = (id: string | null) => id !== null && above.includes(id);
    let hidden = 0;
    for (const [i, entry] of whole.entries()) {
      const details = Object.entries(entry.details).filter(
        ([name]) => !isAbove(entry.subject) || listed.includes(name),
      );
      const origin = isAbove(entry.actor ?? entry.subject) && { ip: null, user_agent: null, request_id: null };
      expect(shown[i]).toEqual({ ...entry, details: Object.fromEntries(details), ...origin });
      if (JSON.stringify(shown[i]) !== JSON.stringify(entry)) hidden++;
    }
    // Signing in, a new device, logging out, profile, preferences, e-mail, password and more, of two.
    expect(hidden).toBeGreaterThan(14);
  });

  it('no entry reveals their location', async () => {
    const text = JSON.stringify(await log(reader));
    for (const { username, access, id } of [owner, peer]) {
      expect(text).not.toContain(`agent of ${access.slice(-8)}`);
      expect(text).not.toContain(`Firefox/1 of ${username}`);
      const mine = await log(reader, `actor=${id}&limit=100`);
      expect(mine.length).toBeGreaterThan(3);
      expect(mine.filter(({ ip }) => ip !== null)).toEqual([]);
    }
    const devices = await log(reader, `action=session.new_device&subject=${owner.id}`);
    expect(new Set(devices.map(({ details }) => JSON.stringify(details)))).toEqual(new Set(['{}']));
  });

  it('the reader may list the sessions of the same users', async () => {
    const shown = await log(reader);
    for (const person of [owner, peer, moderator, user]) {
      const { status } = await t.http.get(`/api/users/${person.id}/sessions`, { token: reader.access });
      const seen = shown.some(({ actor, ip }) => actor === person.id && ip !== null);
      expect([person.username, status]).toEqual([person.username, seen ? 200 : 403]);
    }
  });

  it('users see everything about themselves, but not the origin of actions of users above them', async () => {
    const [whole, shown] = [await log(owner, `subject=${reader.id}`), await log(reader, `subject=${reader.id}`)];
    for (const [i, entry] of whole.entries())
      expect(shown[i]).toEqual(
        entry.actor === owner.id ? { ...entry, ip: null, user_agent: null, request_id: null } : entry,
      );
    expect(whole.some(({ actor }) => actor === owner.id)).toBe(true);
  });

  it('owners see everything, also of other owners', async () => {
    const another = await t.as.userWithRoles(['owner']);
    const entries = await log(another, `subject=${owner.id}`);
    expect(entries).toEqual(await log(owner, `subject=${owner.id}`));
    expect(entries.find(({ action }) => action === 'session.login')).toMatchObject({
      ip: '127.0.0.1',
      details: { session_id: expect.any(String) },
    });
  });

  it('takes two statements for any number of users', async () => {
    for (const query of ['limit=100', 'limit=2']) {
      const statements = await recordStatements(t.db, () => log(reader, query));
      expect(statements.filter((sql) => /audit_log|user_role/.test(sql))).toHaveLength(2);
    }
  });
});
