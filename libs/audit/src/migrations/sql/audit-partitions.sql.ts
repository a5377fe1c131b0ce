/** The tables of the migration `AuditPartitions1795760001000`. */

/**
 * What the first partition may have: up to the end of a million that is far enough, since entries are written until it is
 * attached. Rows that are there are not looked at yet.
 */
export const LIMIT = `
  ALTER TABLE audit_log DROP CONSTRAINT IF EXISTS audit_log_limit;
  DO $$ BEGIN
    EXECUTE format('ALTER TABLE audit_log ADD CONSTRAINT audit_log_limit CHECK (seq < %s) NOT VALID',
      (SELECT (seq + 200000) / 1000000 * 1000000 + 1000001 FROM audit_head));
  END $$;`;

export const FIRST_PARTITION = `
  -- They would be made a second time when the table is attached.
  DROP TRIGGER audit_log_append_only ON audit_log;
  DROP TRIGGER audit_log_no_truncate ON audit_log;
  ALTER TABLE audit_log RENAME TO audit_log_1;
  ALTER INDEX audit_log_pkey RENAME TO audit_log_1_pkey;
  ALTER INDEX audit_log_id_key RENAME TO audit_log_1_id_key;
  ALTER INDEX audit_log_at RENAME TO audit_log_1_at;
  ALTER INDEX audit_log_actor RENAME TO audit_log_1_actor;
  ALTER INDEX audit_log_subject RENAME TO audit_log_1_subject;
  ALTER INDEX audit_log_action RENAME TO audit_log_1_action;`;

const INDEXES = `
  CREATE INDEX audit_log_at ON audit_log (at, seq);
  CREATE INDEX audit_log_actor ON audit_log (actor_id, seq);
  CREATE INDEX audit_log_subject ON audit_log (subject_id, seq);
  CREATE INDEX audit_log_action ON audit_log (action, seq);`;

const TRIGGERS = `
  CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
  CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();`;

/** Who could read the log before can read it now. */
const copyGrants = (from: string) => `
  DO $$
  DECLARE
    granted record;
  BEGIN
    FOR granted IN SELECT grantee::regrole AS role, privilege_type AS privilege FROM pg_class, aclexplode(relacl)
      WHERE oid = '${from}'::regclass AND grantee NOT IN (0, relowner)
    LOOP
      EXECUTE format('GRANT %s ON audit_log TO %s', granted.privilege, granted.role);
    END LOOP;
  END $$;`;

/** The indexes of the first partition are taken over. `id` is unique in each partition, which has an index of its own. */
export const PARTITIONED_TABLE = `
  CREATE TABLE audit_log (LIKE audit_log_1 INCLUDING DEFAULTS, PRIMARY KEY (seq)) PARTITION BY RANGE (seq);
  ${INDEXES}
  ${TRIGGERS}
  ${copyGrants('audit_log_1')}
  DO $$ BEGIN
    EXECUTE format('ALTER TABLE audit_log ATTACH PARTITION audit_log_1 FOR VALUES FROM (MINVALUE) TO (%s)',
      (SELECT substring(pg_get_constraintdef(oid) FROM '\\d+') FROM pg_constraint
       WHERE conname = 'audit_log_limit' AND conrelid = 'audit_log_1'::regclass));
  END $$;
  ALTER TABLE audit_log_1 DROP CONSTRAINT audit_log_limit;
  CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log_1
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
  -- Takes entries for which there is no partition, so that none is refused.
  CREATE TABLE audit_log_default (LIKE audit_log INCLUDING DEFAULTS, UNIQUE (id));
  ALTER TABLE audit_log ATTACH PARTITION audit_log_default DEFAULT;
  CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log_default
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();`;

/** The way back: all rows are written again. */
export const ONE_TABLE = `
  ALTER TABLE audit_log RENAME TO audit_log_partitioned;
  CREATE TABLE audit_log (LIKE audit_log_partitioned INCLUDING DEFAULTS);
  ${copyGrants('audit_log_partitioned')}
  INSERT INTO audit_log SELECT * FROM audit_log_partitioned;`;

/** When the partitions, whose indexes have these names, are gone. */
export const ONE_TABLE_INDEXES = `
  ALTER TABLE audit_log ADD PRIMARY KEY (seq);
  ALTER TABLE audit_log ADD CONSTRAINT audit_log_id_key UNIQUE (id);
  ${INDEXES}
  ${TRIGGERS}`;
