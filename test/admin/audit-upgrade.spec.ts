import { AuditChain, AuditErasure1764028800000 } from '#audit';
import { migrate } from '#platform';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '../../apps/api/src/schema';
import { emptyDatabase } from '../support/database';

/** A log whose chain is over its words, as version 0.1.0 had it, becomes one over digests. */
describe('the audit log of the first version', () => {
  const before = schema.migrations.slice(0, schema.migrations.indexOf(AuditErasure1764028800000));
  let url: string;
  let drop: () => Promise<void>;
  let db: DataSource;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    ({ url, drop } = await emptyDatabase());
    await migrate(url, before);
    db = await new DataSource({ type: 'postgres', url }).initialize();
    for (const action of ['account.register', 'email.verify', 'user.ban'])
      await db.query(
        `SELECT audit_append(jsonb_populate_record(NULL::audit_log, jsonb_build_object(
           'id', gen_random_uuid(), 'action', $1::text, 'details', '{"reason":"Spam"}'::jsonb, 'ip', '10.0.0.1')))`,
        [action],
      );
  });
  afterEach(async () => {
    await db.destroy();
    await drop();
  });

  const head = async () => (await db.query(`SELECT encode(hash, 'hex') AS head FROM audit_head`))[0].head;

  it('is whole after the upgrade too, and says what its head was', async () => {
    const kept = await head();
    await migrate(url, schema.migrations);
    expect(await new AuditChain(db).verify()).toEqual({ entries: 4, head: await head() });
    const entries = await db.query('SELECT action, details, ip FROM audit_log ORDER BY seq');
    expect(entries[2]).toEqual({ action: 'user.ban', details: { reason: 'Spam' }, ip: '10.0.0.1' });
    expect(entries[3]).toEqual({ action: 'audit.rechain', details: { entries: 3, head: kept }, ip: null });
  });

  it('is not mended by the upgrade where it was tampered with', async () => {
    await db.query(`UPDATE audit_log SET ip = '10.0.0.2' WHERE seq = 2`);
    await migrate(url, schema.migrations);
    expect((await new AuditChain(db).verify()).brokenAt).toBe(2);
  });
});
