/** The functions of the migration `EventPartitions1795763000000`. */

const PARTITIONS = `
  -- The partitions but the default one. Times are texts of the session's time zone there.
  CREATE FUNCTION authorization_events_partitions() RETURNS TABLE (name regclass, since timestamptz, beyond timestamptz)
  LANGUAGE sql STABLE AS $$
    SELECT oid::regclass, coalesce(substring(bounds FROM 'FROM \\(''(.+?)''\\)')::timestamptz, '-infinity'),
      substring(bounds FROM 'TO \\(''(.+?)''\\)')::timestamptz
    FROM pg_inherits JOIN pg_class ON oid = inhrelid, pg_get_expr(relpartbound, oid) bounds
    WHERE inhparent = 'authorization_events'::regclass AND bounds <> 'DEFAULT'
  $$;`;

const ADD_PARTITIONS = `
  -- Makes the partitions of today and the three days after it. Returns how many it has made.
  CREATE FUNCTION authorization_events_add_partitions() RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    day timestamptz;
    made integer := 0;
  BEGIN
    IF NOT pg_try_advisory_xact_lock(7204110011) THEN
      RETURN 0;
    END IF;
    FOR day IN
      SELECT wanted FROM generate_series(date_trunc('day', now()), now() + interval '3 days', '1 day') wanted
      WHERE NOT EXISTS (SELECT FROM authorization_events_partitions() WHERE since <= wanted AND beyond > wanted)
    LOOP
      made := made + authorization_events_add_partition(day);
    END LOOP;
    RETURN made;
  END $$;

  -- Made by itself and then attached, so that others go on to write to the other partitions.
  CREATE FUNCTION authorization_events_add_partition(day timestamptz) RETURNS integer LANGUAGE plpgsql AS $$
  DECLARE
    name CONSTANT text := 'authorization_events_' || to_char(day, 'YYYYMMDD');
    beyond CONSTANT timestamptz := day + interval '1 day';
  BEGIN
    LOCK TABLE ONLY authorization_events IN SHARE UPDATE EXCLUSIVE MODE;
    LOCK TABLE authorization_events_default IN ACCESS EXCLUSIVE MODE;
    -- To move many would take long; they are deleted where they are.
    IF EXISTS (SELECT FROM authorization_events_default WHERE at >= day AND at < beyond OFFSET 10000) THEN
      RETURN 0;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE authorization_events INCLUDING DEFAULTS)', name);
    EXECUTE format('WITH moved AS (DELETE FROM authorization_events_default WHERE at >= $1 AND at < $2 RETURNING *)
      INSERT INTO %I SELECT * FROM moved', name) USING day, beyond;
    EXECUTE format('ALTER TABLE authorization_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, day, beyond);
    RETURN 1;
  END $$;`;

const DROP_EXPIRED = `
  -- Drops the partitions of which every event has expired, and deletes such events of the default one. Returns how many
  -- events these were; NULL while another process does it, or makes partitions.
  CREATE FUNCTION authorization_events_drop_expired() RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE
    expired regclass;
    rows bigint;
    removed bigint := 0;
  BEGIN
    IF NOT pg_try_advisory_xact_lock(7204110011) THEN
      RETURN NULL;
    END IF;
    FOR expired IN SELECT name FROM authorization_events_partitions() WHERE beyond <= now() - interval '25 hours' LOOP
      BEGIN
        EXECUTE format('SELECT count(*) FROM %s', expired) INTO rows;
        EXECUTE format('DROP TABLE %s', expired);
        removed := removed + rows;
      EXCEPTION WHEN lock_not_available THEN
        -- Someone reads the events; the next run drops it.
        NULL;
      END;
    END LOOP;
    DELETE FROM authorization_events_default WHERE expires_at < now();
    GET DIAGNOSTICS rows = ROW_COUNT;
    RETURN removed + rows;
  END $$;`;

export const FUNCTIONS = `${PARTITIONS} ${ADD_PARTITIONS} ${DROP_EXPIRED}`;

export const DROP_FUNCTIONS = `
  DROP FUNCTION authorization_events_drop_expired, authorization_events_add_partitions, authorization_events_add_partition,
    authorization_events_partitions;`;

/** They run with the rights of the tables' owner, in a fixed path: a caller must not put a table of its own in the way. */
export const SECURE_FUNCTIONS = `
  DO $$
  DECLARE
    name text;
  BEGIN
    FOREACH name IN ARRAY ARRAY['authorization_events_add_partitions()', 'authorization_events_drop_expired()'] LOOP
      EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = %I, pg_temp
        SET lock_timeout = ''500ms'' SET TimeZone = ''UTC'' SET DateStyle = ''ISO''', name, current_schema());
    END LOOP;
  END $$;`;
