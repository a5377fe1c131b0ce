import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Usernames of registrations with a taken address (`REGISTRATION_PRIVACY=strict`). The trigger makes a held name a taken
 * one for every writer of `users`, whatever the setting of its process.
 */
export class UsernameHolds1795731300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE username_holds (
        username_key text PRIMARY KEY,
        user_id uuid CONSTRAINT username_holds_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX username_holds_user ON username_holds (user_id);

      CREATE FUNCTION refuse_held_username() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- One of 1,024 locks, so that one statement may insert any number of users.
        PERFORM pg_advisory_xact_lock(7204110, hashtext(NEW.username_key) & 1023);
        IF EXISTS (SELECT FROM username_holds
                   WHERE username_key = NEW.username_key AND user_id IS DISTINCT FROM NEW.id) THEN
          RAISE unique_violation USING MESSAGE = 'the username is held', CONSTRAINT = 'users_username_key';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER users_held_username_insert BEFORE INSERT ON users
        FOR EACH ROW EXECUTE FUNCTION refuse_held_username();
      CREATE TRIGGER users_held_username_update BEFORE UPDATE OF username_key ON users
        FOR EACH ROW WHEN (OLD.username_key IS DISTINCT FROM NEW.username_key)
        EXECUTE FUNCTION refuse_held_username();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER users_held_username_update ON users;
      DROP TRIGGER users_held_username_insert ON users;
      DROP FUNCTION refuse_held_username;
      DROP TABLE username_holds;
    `);
  }
}
