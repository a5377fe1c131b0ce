/** The SQL of the migration `AuditPending1795760000000`. */

/** What an entry has before it has a place in the chain. */
const COLUMNS = `id, at, action, actor_id, subject_id, details, ip, user_agent, request_id,
  details_salt, details_digest, origin_salt, origin_digest`;

export const TABLE = `
  -- Entries that were committed with their changes and wait for their place in the chain.
  CREATE TABLE audit_pending (
    id uuid PRIMARY KEY,
    position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    at timestamptz(3) NOT NULL,
    action text NOT NULL,
    actor_id uuid,
    subject_id uuid,
    details jsonb NOT NULL,
    ip text,
    user_agent text,
    request_id text,
    details_salt uuid NOT NULL,
    details_digest bytea NOT NULL,
    origin_salt uuid NOT NULL,
    origin_digest bytea NOT NULL
  ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

  -- An entry goes only in the transaction that has appended it: it is one of the newest of the log then.
  CREATE FUNCTION audit_pending_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    newest bigint := (SELECT seq FROM audit_head);
  BEGIN
    -- Nested, since OLD is not there in every operation.
    IF TG_OP = 'DELETE' THEN
      IF EXISTS (SELECT FROM audit_log WHERE id = OLD.id AND seq > newest - 1000) THEN
        RETURN OLD;
      END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
  END $$;
  CREATE TRIGGER audit_pending_append_only BEFORE UPDATE OR DELETE ON audit_pending
    FOR EACH ROW EXECUTE FUNCTION audit_pending_refuse_change();
  CREATE TRIGGER audit_pending_no_truncate BEFORE TRUNCATE ON audit_pending
    FOR EACH STATEMENT EXECUTE FUNCTION audit_pending_refuse_change();`;

/** For who has locked the head. They have the rights of their callers. */
export const CHAIN = `
  CREATE FUNCTION audit_chain(entries audit_log[]) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    head audit_head;
    entry audit_log;
    chained audit_log[] := '{}';
  BEGIN
    SELECT * INTO STRICT head FROM audit_head;
    FOREACH entry IN ARRAY entries LOOP
      head.seq := head.seq + 1;
      entry.seq := head.seq;
      entry.hash := audit_hash(head.hash, entry);
      head.hash := entry.hash;
      chained := chained || entry;
    END LOOP;
    INSERT INTO audit_log SELECT entry_of_chain.* FROM unnest(chained) entry_of_chain;
    UPDATE audit_head SET seq = head.seq, hash = head.hash;
  END $$;

  -- Returns how many it has appended, in the order in which they were written. One with the id of an entry that is there
  -- stays behind: only a forger writes it, and the others must not wait for it.
  CREATE FUNCTION audit_chain_pending(most integer) RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    entries audit_log[] := ARRAY(
      SELECT ROW(NULL, id, at, action, actor_id, subject_id, details, ip, user_agent, request_id, NULL,
                 details_salt, details_digest, origin_salt, origin_digest)::audit_log
      FROM audit_pending ORDER BY position LIMIT most);
    entry audit_log;
    others audit_log[] := '{}';
  BEGIN
    IF cardinality(entries) > 0 THEN
      BEGIN
        PERFORM audit_chain(entries);
      EXCEPTION WHEN unique_violation THEN
        FOREACH entry IN ARRAY entries LOOP
          IF NOT EXISTS (SELECT FROM audit_log WHERE id = entry.id) THEN
            others := others || entry;
          END IF;
        END LOOP;
        entries := others;
        PERFORM audit_chain(entries);
      END;
      -- By id, since others may have been committed meanwhile.
      DELETE FROM audit_pending WHERE id IN (SELECT id FROM unnest(entries));
    END IF;
    RETURN cardinality(entries);
  END $$;`;

export const WRITERS = `
  -- Appends the entry, and before it those that wait. If the head is locked, or too many wait, the entry waits as well:
  -- false. So no writer waits for another one, and entries are in the order of the transactions that saw each other.
  CREATE FUNCTION audit_append(entry audit_log) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    entry := audit_seal(entry);
    PERFORM FROM audit_head FOR UPDATE SKIP LOCKED;
    IF FOUND AND audit_chain_pending(100) < 100 THEN
      entry.at := clock_timestamp();
      PERFORM audit_chain(ARRAY[entry]);
      RETURN true;
    END IF;
    entry.at := clock_timestamp();
    INSERT INTO audit_pending (${COLUMNS})
    SELECT ${COLUMNS.replace(/\w+/g, 'entry.$&')};
    RETURN false;
  END $$;

  -- Waits for the head. Returns how many it has appended: 1000 where more may wait.
  CREATE FUNCTION audit_append_pending() RETURNS integer LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM audit_pending) THEN
      RETURN 0;
    END IF;
    PERFORM FROM audit_head FOR UPDATE;
    RETURN audit_chain_pending(1000);
  END $$;

  -- Waits for the head: for entries that say what else the transaction did with the log.
  CREATE FUNCTION audit_append_at_once(entry audit_log) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM FROM audit_head FOR UPDATE;
    WHILE audit_chain_pending(1000) = 1000 LOOP END LOOP;
    entry := audit_seal(entry);
    entry.at := clock_timestamp();
    PERFORM audit_chain(ARRAY[entry]);
  END $$;

  -- Everything that was committed before is in the chain first, so that what is about the person is erased there.
  CREATE FUNCTION audit_append_deletion(entry audit_log) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM FROM audit_head FOR UPDATE;
    WHILE audit_chain_pending(1000) = 1000 LOOP END LOOP;
    PERFORM audit_erase(entry.subject_id);
    PERFORM audit_append_at_once(entry);
  END $$;`;
