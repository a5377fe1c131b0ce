/** The SQL of the way back of the migration `AuditPending1795760000000`. */

/** The functions as they were before: writers queue on the head's row. */
export const WRITERS_BEFORE = `
  CREATE FUNCTION audit_append(entry audit_log) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    head audit_head;
  BEGIN
    entry := audit_seal(entry);
    SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
    entry.seq := head.seq + 1;
    entry.at := clock_timestamp();
    entry.hash := audit_hash(head.hash, entry);
    INSERT INTO audit_log SELECT entry.*;
    UPDATE audit_head SET seq = entry.seq, hash = entry.hash;
  END $$;

  CREATE FUNCTION audit_append_deletion(entry audit_log) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM audit_head FOR UPDATE;
    PERFORM audit_erase(entry.subject_id);
    PERFORM audit_append(entry);
  END $$;`;
