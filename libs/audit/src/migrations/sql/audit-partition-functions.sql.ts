/** The functions of the migration `AuditPartitions1795760001000`. */

/** Functions of this schema that take or return rows of this table. */
const functionsOf = (table: string) => `
  SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    AND (prorettype = '${table}'::regtype OR ARRAY['${table}', '${table}[]']::regtype[] && proargtypes::oid[]::regtype[])`;

export const dropFunctionsOf = (table: string) => `
  DO $$
  DECLARE
    unused regprocedure;
  BEGIN
    FOR unused IN ${functionsOf(table)} LOOP
      EXECUTE format('DROP FUNCTION %s', unused);
    END LOOP;
  END $$;`;

/**
 * Functions are bound to the type of the table that they name. They are made again for the table that has the name now, word
 * for word; for what calls the former ones at this moment these stay.
 */
export const remakeFunctions = (renameTable: string) => `
  SET LOCAL check_function_bodies = off;
  CREATE TEMP TABLE audit_functions ON COMMIT DROP AS
    SELECT pg_get_functiondef(oid) AS definition FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
      AND (prosrc ~ '\\maudit_log\\M' OR oid IN (SELECT name FROM (${functionsOf('audit_log')}) bound));
  ${renameTable}
  DO $$
  DECLARE
    source text;
  BEGIN
    FOR source IN SELECT definition FROM audit_functions LOOP
      EXECUTE source;
    END LOOP;
  END $$;
  SET LOCAL check_function_bodies = on;`;

const PARTITIONS = `
  -- The partitions of the log but the default one, each with the first number after its last one.
  CREATE FUNCTION audit_partitions() RETURNS TABLE (name regclass, beyond bigint) LANGUAGE sql STABLE AS $$
    SELECT oid::regclass, substring(pg_get_expr(relpartbound, oid) FROM 'TO \\(''(\\d+)''\\)')::bigint
    FROM pg_inherits JOIN pg_class ON oid = inhrelid
    WHERE inhparent = 'audit_log'::regclass AND pg_get_expr(relpartbound, oid) <> 'DEFAULT'
  $$;

  CREATE FUNCTION audit_attach_partition(name text, bounds text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE format('ALTER TABLE audit_log ATTACH PARTITION %I %s', name, bounds);
    EXECUTE format('CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()', name);
  END $$;`;

const ADD_PARTITIONS = `
  -- Makes partitions up to the second one after that of the newest entry. Returns how many it has made.
  CREATE FUNCTION audit_add_partitions() RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    size CONSTANT bigint := 1000000;
    wanted bigint := (SELECT greatest(seq - 1, 0) / size * size + 2 * size + 1 FROM audit_head);
    next bigint := (SELECT max(beyond) FROM audit_partitions());
    made integer := 0;
  BEGIN
    IF next > wanted OR NOT pg_try_advisory_xact_lock(7204110010) THEN
      RETURN 0;
    END IF;
    -- Another process may have made some before; and none is needed for what was archived.
    next := greatest((SELECT max(beyond) FROM audit_partitions()), (SELECT seq / size * size + 1 FROM audit_anchor));
    IF EXISTS (SELECT FROM audit_log_default) THEN
      next := audit_renew_default_partition(next, size);
      made := 1;
    END IF;
    WHILE next <= wanted LOOP
      EXECUTE format('CREATE TABLE %I (LIKE audit_log INCLUDING DEFAULTS, UNIQUE (id))', 'audit_log_' || next);
      PERFORM audit_attach_partition('audit_log_' || next, format('FOR VALUES FROM (%s) TO (%s)', next, next + size));
      next := next + size;
      made := made + 1;
    END LOOP;
    RETURN made;
  END $$;

  -- The default partition with its entries becomes an ordinary one, up to the end of their last million.
  CREATE FUNCTION audit_renew_default_partition(first_seq bigint, size bigint) RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE
    beyond bigint;
    name text := 'audit_log_' || first_seq;
  BEGIN
    LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE;
    SELECT max(seq) / size * size + size + 1 INTO beyond FROM audit_log_default;
    DROP TRIGGER audit_log_no_truncate ON audit_log_default;
    ALTER TABLE audit_log DETACH PARTITION audit_log_default;
    EXECUTE format('ALTER TABLE audit_log_default RENAME TO %I', name);
    PERFORM audit_attach_partition(name, format('FOR VALUES FROM (%s) TO (%s)', first_seq, beyond));
    CREATE TABLE audit_log_default (LIKE audit_log INCLUDING DEFAULTS, UNIQUE (id));
    PERFORM audit_attach_partition('audit_log_default', 'DEFAULT');
    RETURN beyond;
  END $$;`;

const DROP_PARTITIONS = `
  -- Drops partitions whose entries were all archived. Returns how many.
  CREATE FUNCTION audit_drop_partitions() RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    archived regclass;
    dropped integer := 0;
  BEGIN
    FOR archived IN SELECT name FROM audit_partitions() WHERE beyond <= (SELECT seq + 1 FROM audit_anchor) LOOP
      EXECUTE format('DROP TABLE %s', archived);
      dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
  END $$;

  -- Moves the anchor over entries that were archived, and deletes them; but not those of partitions that this run
  -- archives to their end, up to last_old: such a partition is dropped.
  CREATE FUNCTION audit_drop_archived(first_entry bigint, last_entry bigint, last_hash bytea, last_old bigint)
  RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    dropped_before bigint := (SELECT coalesce(max(beyond), 0) FROM audit_partitions() WHERE beyond <= last_old + 1);
  BEGIN
    UPDATE audit_anchor SET seq = last_entry, hash = last_hash WHERE seq = first_entry - 1;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the audit log does not begin with entry %', first_entry;
    END IF;
    DELETE FROM audit_log WHERE seq BETWEEN greatest(first_entry, dropped_before) AND last_entry;
  END $$;
  DROP FUNCTION audit_drop_archived(bigint, bigint, bytea);`;

/** By columns: a trigger of a partition gets rows of the partition's type. */
const REFUSE_CHANGE = `
  CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    -- Nested, since OLD and NEW are not there in every operation.
    IF TG_OP = 'UPDATE' THEN
      IF (OLD.seq, OLD.id, OLD.at, OLD.action, OLD.hash, OLD.details_digest, OLD.origin_digest)
        IS NOT DISTINCT FROM (NEW.seq, NEW.id, NEW.at, NEW.action, NEW.hash, NEW.details_digest, NEW.origin_digest)
        AND (OLD.actor_id, OLD.subject_id) IS NOT DISTINCT FROM (NEW.actor_id, NEW.subject_id)
        AND ((NEW.details, NEW.details_salt) IS NOT DISTINCT FROM (OLD.details, OLD.details_salt)
          OR NEW.details = '{}' AND NEW.details_salt IS NULL)
        AND ((NEW.ip, NEW.user_agent, NEW.request_id, NEW.origin_salt)
            IS NOT DISTINCT FROM (OLD.ip, OLD.user_agent, OLD.request_id, OLD.origin_salt)
          OR num_nonnulls(NEW.ip, NEW.user_agent, NEW.request_id, NEW.origin_salt) = 0)
      THEN
        RETURN NEW;
      END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
      IF OLD.seq <= (SELECT seq FROM audit_anchor) THEN
        RETURN OLD;
      END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
  END $$;`;

export const FUNCTIONS = `${PARTITIONS} ${ADD_PARTITIONS} ${DROP_PARTITIONS} ${REFUSE_CHANGE}`;

/** The function for the trigger stays: it is right for one table too. */
export const FUNCTIONS_BEFORE = `
  DROP FUNCTION audit_add_partitions, audit_renew_default_partition, audit_drop_partitions, audit_attach_partition,
    audit_partitions, audit_drop_archived;
  CREATE FUNCTION audit_drop_archived(first_entry bigint, last_entry bigint, last_hash bytea)
  RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE audit_anchor SET seq = last_entry, hash = last_hash WHERE seq = first_entry - 1;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the audit log does not begin with entry %', first_entry;
    END IF;
    DELETE FROM audit_log WHERE seq BETWEEN first_entry AND last_entry;
  END $$;`;
