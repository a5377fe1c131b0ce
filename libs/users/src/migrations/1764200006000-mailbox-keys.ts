import { caselessKey, nameKey } from '#platform';
import { Logger } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { duplicateMailboxKey, emailKey } from '../identifiers/keys';

/** Rows that are in memory at once. */
const BATCH = 5000;

interface Keys {
  id: string;
  email_key: string;
  username_key: string;
  full_name_key: string;
}

type Row = Keys & { email: string; username: string; full_name: string };

/**
 * Keys as the code now makes them: addresses are compared as mailboxes. SQL knows no IDNA, so it is done here. Of
 * accounts that turn out to have one mailbox the verified, then the oldest keeps it; the others are found by their
 * address exactly as it is written. Nothing is deleted or cut.
 */
export class MailboxKeys1764200006000 implements MigrationInterface {
  private readonly logger = new Logger('Migrate');

  async up(queryRunner: QueryRunner): Promise<void> {
    // A process of the version before must not add keys of the old kind meanwhile.
    await queryRunner.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE');
    await queryRunner.query(`
      CREATE TEMPORARY TABLE new_keys (
        id uuid PRIMARY KEY, email_key text, username_key text, full_name_key text
      ) ON COMMIT DROP`);
    for await (const rows of batches(queryRunner)) await this.note(queryRunner, rows.filter(isChanged));
    await this.keepMailboxesApart(queryRunner);
    // Away with all old ones first, since one user's new key may be another's old one.
    await queryRunner.query(`
      UPDATE users SET email_key = 'moving ' || users.id, username_key = 'moving ' || users.id
      FROM new_keys WHERE new_keys.id = users.id`);
    await queryRunner.query(`
      UPDATE users SET email_key = new_keys.email_key, username_key = new_keys.username_key,
                       full_name_key = new_keys.full_name_key
      FROM new_keys WHERE new_keys.id = users.id`);
  }

  async down(): Promise<void> {
    throw new Error('There is no way back: the code of the version before makes other keys.');
  }

  private async note(queryRunner: QueryRunner, rows: Row[]): Promise<void> {
    if (rows.length === 0) return;
    const keys = rows.map(keysOf);
    await queryRunner.query(
      'INSERT INTO new_keys SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])',
      [
        keys.map(({ id }) => id),
        keys.map(({ email_key }) => email_key),
        keys.map(({ username_key }) => username_key),
        keys.map(({ full_name_key }) => full_name_key),
      ],
    );
  }

  private async keepMailboxesApart(queryRunner: QueryRunner): Promise<void> {
    // An account whose own key stays may lose the mailbox too, to a verified one whose key changes to it.
    const shared = await queryRunner.manager.query<{ id: string; email: string; kept: string; first: boolean }[]>(`
      WITH keys AS (
        SELECT users.id, users.email, email_verified, date_joined, coalesce(new_keys.email_key, users.email_key) AS key
        FROM users LEFT JOIN new_keys USING (id)
        WHERE coalesce(new_keys.email_key, users.email_key) IN (SELECT email_key FROM new_keys)
      )
      SELECT id, email, first_value(id) OVER mailbox AS kept, row_number() OVER mailbox = 1 AS first
      FROM keys WINDOW mailbox AS (PARTITION BY key ORDER BY email_verified DESC, date_joined, id)`);
    for (const { id, email, kept, first } of shared) {
      if (first) continue;
      await queryRunner.query(
        `INSERT INTO new_keys (id, email_key, username_key, full_name_key)
         SELECT id, $2, username_key, full_name_key FROM users WHERE id = $1
         ON CONFLICT (id) DO UPDATE SET email_key = excluded.email_key`,
        [id, duplicateMailboxKey(email)],
      );
      this.logger.warn({ event: 'duplicate_mailbox', user_id: id, kept_by: kept });
    }
  }
}

async function* batches(queryRunner: QueryRunner): AsyncGenerator<Row[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await queryRunner.manager.query<Row[]>(
      `SELECT id, email, username, full_name, email_key, username_key, full_name_key
       FROM users WHERE id > $1 ORDER BY id LIMIT ${BATCH}`,
      [after],
    );
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.id;
  }
}

const keysOf = ({ id, email, username, full_name }: Row): Keys => ({
  id,
  email_key: emailKey(email),
  username_key: nameKey(username),
  full_name_key: caselessKey(full_name),
});

const isChanged = (row: Row) => {
  const keys = keysOf(row);
  return (['email_key', 'username_key', 'full_name_key'] as const).some((name) => keys[name] !== row[name]);
};
