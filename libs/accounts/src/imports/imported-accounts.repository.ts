import { createHmac } from 'node:crypto';
import { SecretBox } from '#platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface EarlierImport {
  /** Nothing where the account has been deleted since. */
  emailKey: string | null;
}

/** Which accounts of other systems were imported before. */
@Injectable()
export class ImportedAccounts {
  constructor(private readonly secrets: SecretBox) {}

  /** In hexadecimal digits. */
  keyOf(system: string, id: string): string {
    return createHmac('sha256', this.secrets.key('imported accounts')).update(`${system}\0${id}`).digest('hex');
  }

  async find(manager: EntityManager, keys: readonly string[]): Promise<Map<string, EarlierImport>> {
    const rows = await manager.query<{ key: string; email_key: string | null }[]>(
      `SELECT encode(key, 'hex') AS key, email_key FROM imported_accounts LEFT JOIN users ON users.id = user_id
       WHERE key IN (SELECT decode(text, 'hex') FROM unnest($1::text[]) AS text)`,
      [keys],
    );
    return new Map(rows.map(({ key, email_key }) => [key, { emailKey: email_key }]));
  }

  async insert(manager: EntityManager, accounts: readonly { key: string; userId: string }[]): Promise<void> {
    await manager.query(
      `INSERT INTO imported_accounts (key, user_id)
       SELECT decode(key, 'hex'), user_id FROM unnest($1::text[], $2::uuid[]) AS imported (key, user_id)`,
      [accounts.map(({ key }) => key), accounts.map(({ userId }) => userId)],
    );
  }
}
