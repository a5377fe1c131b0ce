/** The tables of the migration `EventPartitions1795763000000`. */

const COLUMNS = `
  seq bigint GENERATED ALWAYS AS IDENTITY,
  type text NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz(3) NOT NULL,
  payload jsonb NOT NULL`;

/** The function is bound to the type of the table that it names. */
const FUNCTION_AND_TRIGGERS = `
  CREATE FUNCTION authorization_event_json(event authorization_events) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT event.payload || jsonb_build_object(
      'seq', event.seq, 'type', event.type, 'at', event.at, 'expires_at', event.expires_at)
  $$;
  CREATE TRIGGER authorization_events_keep BEFORE INSERT ON authorization_events
    FOR EACH ROW EXECUTE FUNCTION keep_authorization_event();
  CREATE TRIGGER authorization_events_notify AFTER INSERT ON authorization_events
    REFERENCING NEW TABLE AS recorded FOR EACH STATEMENT EXECUTE FUNCTION notify_authorization_events();`;

/** Numbers go on, and who could read and write the table before can now. */
const takeOver = (from: string) => `
  SELECT setval('authorization_events_seq_seq', last_value, is_called) FROM ${from}_seq_seq;
  DO $$
  DECLARE
    granted record;
  BEGIN
    FOR granted IN SELECT grantee::regrole AS role, privilege_type AS privilege FROM pg_class, aclexplode(relacl)
      WHERE oid = '${from}'::regclass AND grantee NOT IN (0, relowner)
    LOOP
      EXECUTE format('GRANT %s ON authorization_events TO %s', granted.privilege, granted.role);
      EXECUTE format('REVOKE ALL ON ${from} FROM %s', granted.role);
    END LOOP;
  END $$;`;

export const LOCK = 'LOCK TABLE authorization_events IN ACCESS EXCLUSIVE MODE';

/** For the new primary key. Not CONCURRENTLY: that waits for ever for a process that waits for this migration. */
export const FIRST_KEY = `
  LOCK TABLE authorization_events IN SHARE MODE;
  DROP INDEX IF EXISTS authorization_events_first_pkey;
  CREATE UNIQUE INDEX authorization_events_first_pkey ON authorization_events (seq, at);`;

/** Everything that the table has up to the end of today is its first partition, as it is. */
export const PARTITIONED = `
  DROP TRIGGER authorization_events_keep ON authorization_events;
  DROP TRIGGER authorization_events_notify ON authorization_events;
  DROP FUNCTION authorization_event_json;
  ALTER TABLE authorization_events RENAME TO authorization_events_first;
  ALTER SEQUENCE authorization_events_seq_seq RENAME TO authorization_events_first_seq_seq;
  ALTER TABLE authorization_events_first DROP CONSTRAINT authorization_events_pkey,
    ADD PRIMARY KEY USING INDEX authorization_events_first_pkey;
  ALTER INDEX authorization_events_at RENAME TO authorization_events_first_at;
  DROP INDEX authorization_events_expires_at;

  CREATE TABLE authorization_events (${COLUMNS}, PRIMARY KEY (seq, at)) PARTITION BY RANGE (at);
  CREATE INDEX authorization_events_at ON authorization_events (at);
  ${takeOver('authorization_events_first')}
  ALTER TABLE authorization_events_first ALTER seq DROP IDENTITY;
  -- Takes events for whose time there is no partition, so that none is refused.
  CREATE TABLE authorization_events_default (LIKE authorization_events INCLUDING DEFAULTS);
  DO $$
  DECLARE
    tomorrow CONSTANT timestamptz := date_trunc('day', clock_timestamp(), 'UTC') + interval '24 hours';
  BEGIN
    -- The server's clock may have been ahead.
    WITH moved AS (DELETE FROM authorization_events_first WHERE at >= tomorrow RETURNING *)
    INSERT INTO authorization_events_default SELECT * FROM moved;
    EXECUTE format('ALTER TABLE authorization_events ATTACH PARTITION authorization_events_first
      FOR VALUES FROM (MINVALUE) TO (%L)', tomorrow);
  END $$;
  ALTER TABLE authorization_events ATTACH PARTITION authorization_events_default DEFAULT;
  ${FUNCTION_AND_TRIGGERS}`;

/** The way back: all rows are written again. */
export const ONE_TABLE = `
  ALTER TABLE authorization_events RENAME TO authorization_events_partitioned;
  ALTER SEQUENCE authorization_events_seq_seq RENAME TO authorization_events_partitioned_seq_seq;
  CREATE TABLE authorization_events (${COLUMNS});
  INSERT INTO authorization_events OVERRIDING SYSTEM VALUE SELECT * FROM authorization_events_partitioned;
  ${takeOver('authorization_events_partitioned')}
  DROP FUNCTION authorization_event_json;
  DROP TABLE authorization_events_partitioned;
  ALTER TABLE authorization_events ADD PRIMARY KEY (seq);
  CREATE INDEX authorization_events_at ON authorization_events (at);
  CREATE INDEX authorization_events_expires_at ON authorization_events (expires_at);
  ${FUNCTION_AND_TRIGGERS}`;
