import type { DataSource } from 'typeorm';

/** Makes entries of the audit log older, and gives the chain the hashes that it would have had. */
export async function backdateAudit(db: DataSource, age: string, which = 'true'): Promise<void> {
  await db.query(`
    DO $$
    DECLARE
      entry audit_log;
      before bytea := (SELECT hash FROM audit_anchor);
    BEGIN
      ALTER TABLE audit_log DISABLE TRIGGER USER;
      PERFORM 1 FROM audit_head FOR UPDATE;
      UPDATE audit_log SET at = at - interval '${age}' WHERE ${which};
      FOR entry IN SELECT * FROM audit_log ORDER BY seq LOOP
        before := audit_hash(before, entry);
        UPDATE audit_log SET hash = before WHERE seq = entry.seq;
      END LOOP;
      UPDATE audit_head SET hash = before;
      ALTER TABLE audit_log ENABLE TRIGGER USER;
    END $$`);
}
