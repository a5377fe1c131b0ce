import type { DataSource } from 'typeorm';
import { User } from './user.entity';

/**
 * For SQL that runs often: a query builder builds its statement on each call, which costs as much as to run it.
 * @returns the selectable columns and `others`, with the names of the entity
 */
export function userColumns(database: DataSource, others: (keyof User)[] = []): string {
  return database
    .getMetadata(User)
    .columns.filter(({ isSelect, propertyName }) => isSelect || others.includes(propertyName as keyof User))
    .map(({ databaseName, propertyName }) => `users."${databaseName}" AS "${propertyName}"`)
    .join(', ');
}

/** With the ids of their roles as `claims.role_ids`. */
export const USERS_WITH_ROLES = 'users JOIN token_claims claims ON claims.user_id = users.id';

/**
 * The user of the address. Two accounts from before addresses were compared as mailboxes may match: the exact spelling
 * comes first.
 * @param keys parameter for `emailLookupKeys`
 */
export const whereEmailSql = (keys: string) =>
  `users.email_key = ANY (${keys}::text[]) ORDER BY array_position(${keys}::text[], users.email_key) LIMIT 1`;
