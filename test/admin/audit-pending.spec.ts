import { AuditChain } from '#audit';
import { Maintenance, type MaintenanceTask } from '#platform';
import { AuditWriter, whileChainIsLocked } from '../support/audit-writers';
import { dumpDatabase } from '../support/dump-database';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

describe('an entry of the audit log that is written while another transaction has locked the end of the chain', () => {
  let t: TestApp;
  let owner: TestUser;
  let writer: AuditWriter;
  const tasks: MaintenanceTask[] = [];
  beforeAll(async () => {
    const register = jest.spyOn(Maintenance.prototype, 'register');
    t = await testApp();
    tasks.push(...register.mock.calls.map(([task]) => task));
    register.mockRestore();
    owner = await t.as.owner();
    writer = await AuditWriter.open(t.databaseUrl);
  });
  afterAll(async () => {
    await writer.close();
    await t.close();
  });

  const verify = () => t.app.get(AuditChain, { strict: false }).verify();
  const get = (path: string) => t.http.get(`/api/audit-log${path}`, { token: owner.access });
  const waiting = () => t.db.query('SELECT id, action, subject_id, at FROM audit_pending ORDER BY position');
  const inChain = async (id: string) =>
    (await t.db.query('SELECT seq::int FROM audit_log WHERE id = $1', [id]))[0]?.seq;
  const none = async () => (await waiting()).length === 0;

  it('waits for no lock: sign-in and ban are answered, and in the chain once the other transaction has ended', async () => {
    const person = await t.as.verifiedUser();
    const written = await whileChainIsLocked(t.databaseUrl, async () => {
      expect((await t.as.signIn(person)).access).toBeDefined();
      const ban = await t.http.post(`/api/users/${person.id}/ban`, { reason: 'Spam' }, { token: owner.access });
      expect(ban.status).toBe(200);
      const entries = await waiting();
      const actions = entries.map(({ action }: { action: string }) => action);
      expect(actions).toEqual(expect.arrayContaining(['session.login', 'user.ban']));
      return entries;
    });
    const { items } = (await get(`?subject=${person.id}`)).body;
    const ban = items.find(({ action }: { action: string }) => action === 'user.ban');
    expect(ban).toMatchObject({ actor: owner.id, details: { reason: 'Spam', until: null }, ip: '127.0.0.1' });
    // The time is that of the change.
    const { at } = written.find(({ action }: { action: string }) => action === 'user.ban');
    expect(ban.at).toBe(at.toISOString());
    expect(await none()).toBe(true);
    expect((await verify()).brokenAt).toBeUndefined();
  });

  it('does not keep others from the chain if its id is that of an entry that is there', async () => {
    const { id } = await writer.write();
    const others = await whileChainIsLocked(t.databaseUrl, async () => [
      await writer.write(),
      await writer.write({ id, action: 'test.forged' }),
      await writer.write(),
    ]);
    expect(others.map(({ appended }) => appended)).toEqual([false, false, false]);
    expect(await writer.write()).toMatchObject({ appended: true });
    const [first, last] = [await inChain(others[0]!.id), await inChain(others[2]!.id)];
    expect(last - first).toBe(1);
    expect((await verify()).brokenAt).toBeUndefined();
    expect(await waiting()).toMatchObject([{ action: 'test.forged' }]);
    await t.db.query('DELETE FROM audit_pending');
  });

  it('is appended by the process itself, without a reader', async () => {
    const person = await t.as.verifiedUser();
    const { id } = await whileChainIsLocked(t.databaseUrl, async () => {
      await t.as.signIn(person);
      return (await waiting()).find(({ action }: { action: string }) => action === 'session.login');
    });
    await waitFor(() => inChain(id), 'the entry is in the chain', 2000);
  });

  it('does not hold up readers for long: they see the log without it', async () => {
    await whileChainIsLocked(t.databaseUrl, async () => {
      const { id, appended } = await writer.write();
      expect(appended).toBe(false);
      expect((await get(`/${id}`)).status).toBe(404);
      expect((await verify()).brokenAt).toBeUndefined();
    });
  });

  it('is found by the next reader if the process that wrote it ended', async () => {
    const { id } = await whileChainIsLocked(t.databaseUrl, () => writer.write());
    expect(await inChain(id)).toBeUndefined();
    expect((await get(`/${id}`)).status).toBe(200);
  });

  it('is appended by maintenance without a reader or writer', async () => {
    const { id } = await whileChainIsLocked(t.databaseUrl, () => writer.write());
    const task = tasks.find(({ name }) => name === 'entries of the audit log that wait')!;
    expect(task.intervalMs).toBe(60_000);
    expect(await inChain(id)).toBeUndefined();
    await task.run();
    await waitFor(() => inChain(id), 'the entry is in the chain', 2000);
  });

  it('comes before entries that were begun after its commit, also where more wait than a writer appends', async () => {
    const first: string[] = [];
    await whileChainIsLocked(t.databaseUrl, async () => {
      for (let n = 0; n < 150; n++) first.push((await writer.write()).id);
    });
    const after = await writer.write();
    expect(after.appended).toBe(false);
    const last = await writer.write();
    expect(last.appended).toBe(true);
    const ids = [...first, after.id, last.id];
    const rows = await t.db.query('SELECT id, seq::int FROM audit_log WHERE id = ANY ($1) ORDER BY seq', [ids]);
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(rows.at(-1).seq - rows[0].seq).toBe(151);
  });

  it('keeps its order within a transaction that gets the end of the chain later', async () => {
    await writer.begin();
    const first = await whileChainIsLocked(t.databaseUrl, () => writer.write());
    const second = await writer.write();
    await writer.commit();
    expect([first.appended, second.appended]).toEqual([false, true]);
    expect((await inChain(second.id)) - (await inChain(first.id))).toBe(1);
  });

  it('is rolled back with its transaction', async () => {
    const { id } = await whileChainIsLocked(t.databaseUrl, async () => {
      await writer.begin();
      const written = await writer.write();
      await writer.rollback();
      return written;
    });
    expect((await get(`/${id}`)).status).toBe(404);
    expect((await verify()).brokenAt).toBeUndefined();
  });

  it('is there once, and in one chain, with 20 writers at once', async () => {
    const before = await verify();
    const writers = await Promise.all(Array.from({ length: 20 }, () => AuditWriter.open(t.databaseUrl)));
    const written = await Promise.all(
      writers.map(async (one) => {
        const entries = [];
        for (let n = 0; n < 10; n++) {
          await one.begin();
          entries.push(await one.write());
          await one.commit();
        }
        await one.close();
        return entries;
      }),
    );
    const after = await verify();
    expect(after.brokenAt).toBeUndefined();
    expect(after.entries - before.entries).toBe(200);
    const entries = written.flat();
    // Both ways were taken.
    expect(new Set(entries.map(({ appended }) => appended))).toEqual(new Set([true, false]));
    const [{ found }] = await t.db.query('SELECT count(*)::int AS found FROM audit_log WHERE id = ANY ($1)', [
      entries.map(({ id }) => id),
    ]);
    expect(found).toBe(200);
    expect(await none()).toBe(true);
  });

  it('is reached by the deletion of the account that it is about', async () => {
    const person = await t.as.verifiedUser();
    await whileChainIsLocked(t.databaseUrl, async () => {
      const about = { subject_id: person.id, details: { note: 'a private word' } };
      await writer.write(about);
      await writer.write({ actor_id: person.id, ip: '198.51.100.77', user_agent: 'private/1' });
    });
    expect(await dumpDatabase(t.db)).toContain('a private word');
    const { password } = person;
    expect((await t.http.delete('/api/account', { token: person.access, body: { password } })).status).toBe(204);
    const everything = await dumpDatabase(t.db);
    for (const text of ['a private word', '198.51.100.77', 'private/1']) expect(everything).not.toContain(text);
    expect((await verify()).brokenAt).toBeUndefined();
  });

  it.each([
    ['edited', `UPDATE audit_pending SET action = 'nothing'`],
    ['moved', 'UPDATE audit_pending SET position = DEFAULT'],
    ['deleted', 'DELETE FROM audit_pending'],
  ])('can not be %s, not even by the owner of the table', async (_, sql) => {
    const { id } = await whileChainIsLocked(t.databaseUrl, async () => {
      const entry = await writer.write();
      await expect(t.db.query(sql)).rejects.toThrow('the audit log is append-only');
      return entry;
    });
    expect((await get(`/${id}`)).body.action).toBe('test.write');
  });

  it('can not be truncated', async () => {
    const { id } = await whileChainIsLocked(t.databaseUrl, () => writer.write());
    await expect(t.db.query('TRUNCATE audit_pending')).rejects.toThrow('the audit log is append-only');
    expect((await get(`/${id}`)).body.action).toBe('test.write');
  });
});
