import { AuditChain } from '#audit';
import type { DataSource } from 'typeorm';
import { migratedUpTo, type OldDatabase } from '../support/upgrade';

/** A log whose chain is over its words, as version 0.1.0 had it, becomes one over digests. */
describe('the audit log of the first version', () => {
  let old: OldDatabase;
  let db: DataSource;

  beforeEach(async () => {
    old = await migratedUpTo('Push1764000003000');
    ({ db } = old);
    for (const action of ['account.register', 'email.verify', 'user.ban'])
      await db.query(
        `SELECT audit_append(jsonb_populate_record(NULL::audit_log, jsonb_build_object(
           'id', gen_random_uuid(), 'action', $1::text, 'details', '{"reason":"Spam"}'::jsonb, 'ip', '10.0.0.1')))`,
        [action],
      );
  });
  afterEach(() => old.drop());

  const head = async () => (await db.query(`SELECT encode(hash, 'hex') AS head FROM audit_head`))[0].head;

  it('verifies after the upgrade too, and contains its former head', async () => {
    const kept = await head();
    await old.upgrade();
    expect(await new AuditChain(db).verify()).toEqual({ entries: 4, firstEntry: 1, head: await head() });
    const entries = await db.query('SELECT action, details, ip FROM audit_log ORDER BY seq');
    expect(entries[2]).toEqual({ action: 'user.ban', details: { reason: 'Spam' }, ip: '10.0.0.1' });
    expect(entries[3]).toEqual({ action: 'audit.rechain', details: { entries: 3, head: kept }, ip: null });
  });

  it('still fails verification after the upgrade where it was tampered with', async () => {
    await db.query(`UPDATE audit_log SET ip = '10.0.0.2' WHERE seq = 2`);
    await old.upgrade();
    expect((await new AuditChain(db).verify()).brokenAt).toBe(2);
  });
});
