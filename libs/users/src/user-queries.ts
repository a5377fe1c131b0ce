import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { emailLookupKeys } from './identifiers/keys';
import { User } from './user.entity';

export interface UserWithRoles {
  user: User;
  roleIds: string[];
}

type Refine = (query: SelectQueryBuilder<User>) => SelectQueryBuilder<User>;

/** A user and the ids of their roles, in one statement. @returns `raw` has what `refine` has selected besides */
export async function findOneWithRoles<Raw = unknown>(
  database: DataSource,
  refine: Refine,
): Promise<(UserWithRoles & { raw: Raw }) | undefined> {
  const query = database
    .createQueryBuilder(User, 'user')
    .innerJoin('token_claims', 'claims', 'claims.user_id = user.id')
    .addSelect('claims.role_ids', 'role_ids');
  const { entities, raw } = await refine(query).getRawAndEntities<Raw & { role_ids: string[] }>();
  return entities[0] && { user: entities[0], roleIds: raw[0]!.role_ids, raw: raw[0]! };
}

export const whereId =
  (id: string): Refine =>
  (query) =>
    query.where('user.id = :id', { id });

/** Two accounts from before addresses were compared as mailboxes may match: the exact spelling comes first. */
export const whereEmail =
  (email: string): Refine =>
  (query) =>
    query
      .where('user.emailKey IN (:...keys)', { keys: emailLookupKeys(email) })
      .orderBy('array_position(ARRAY[:...keys]::text[], "user".email_key)');
