import { toAsciiDomain, splitEmailAddress } from '#platform';
import { PresenceService } from '#presence';
import { RolesService } from '#roles';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { caselessKey } from '../identifiers/caseless-key';
import { usernameKey } from '../identifiers/keys';
import { User } from '../user.entity';
import { userSorts } from './user-sort';

export interface UserFilter {
  q?: string;
  role?: string;
  banned?: boolean;
  online?: boolean;
  sort: string;
}

export interface ListedUser {
  user: User;
  roleIds: string[];
  /** Where it stands in the order. */
  key: string[];
}

/** An id that no role has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** A trigram index finds a part of three letters or more. */
const TRIGRAM = 3;
const IN_FORCE = 'user.bannedAt IS NOT NULL AND (user.bannedUntil IS NULL OR user.bannedUntil > now())';

@Injectable()
export class UserList {
  constructor(
    private readonly database: DataSource,
    private readonly presence: PresenceService,
    private readonly roles: RolesService,
  ) {}

  async page(filter: UserFilter, limit: number, after?: string[]): Promise<ListedUser[]> {
    const online = filter.online === undefined ? [] : await this.presence.online();
    const { entities, raw } = await this.query(filter, limit, after, online).getRawAndEntities<{
      role_ids: string[];
      key: string;
    }>();
    return entities.map((user, i) => ({ user, roleIds: raw[i]!.role_ids, key: [raw[i]!.key, user.id] }));
  }

  /** @param present who is online, if the filter asks */
  query(
    { q, role, banned, online, sort }: UserFilter,
    limit: number,
    after?: string[],
    present: readonly string[] = [],
  ): SelectQueryBuilder<User> {
    const { expression, type, descending } = userSorts[sort]!;
    const query = this.database
      .createQueryBuilder(User, 'user')
      .addSelect(`${expression}::text`, 'key')
      .addSelect('ARRAY(SELECT role_id FROM user_roles WHERE user_id = "user".id)', 'role_ids')
      .orderBy(expression, descending ? 'DESC' : 'ASC')
      .addOrderBy('"user".id', descending ? 'DESC' : 'ASC')
      .limit(limit);
    if (q) this.search(query, spellings(q));
    if (role)
      query.andWhere('EXISTS (SELECT 1 FROM user_roles WHERE user_id = "user".id AND role_id = :roleId)', {
        roleId: this.roleId(role),
      });
    if (banned !== undefined) query.andWhere(banned ? IN_FORCE : `NOT (${IN_FORCE})`);
    if (online !== undefined)
      query.andWhere(`${online ? '' : 'NOT '}"user".id = ANY (:online::uuid[])`, { online: present });
    if (after)
      query.andWhere(`(${expression}, "user".id) ${descending ? '<' : '>'} (:key::${type}, :id::uuid)`, {
        key: after[0],
        id: after[1],
      });
    return query;
  }

  /** Known before PostgreSQL plans: for a rare role it goes another way than for everybody's. */
  private roleId(role: string): string {
    return isUUID(role) ? role : (this.roles.findByName(role)?.id ?? NOBODY);
  }

  private search(query: SelectQueryBuilder<User>, q: string[]): void {
    const any = q.map((text, n) => {
      const literal = text.replaceAll(/[\\%_]/g, '\\$&');
      const byPart = [...text].length >= TRIGRAM;
      query.setParameter(`q${n}`, byPart ? `%${literal}%` : `${literal}%`);
      return byPart ? `"user".search LIKE :q${n}` : `"user".email_key LIKE :q${n} OR "user".username_key LIKE :q${n}`;
    });
    query.andWhere(`(${any.join(' OR ')})`);
  }
}

/** As it may stand in the keys: `admın` in a username, `bücher.example` in an address. */
function spellings(q: string): string[] {
  const { local, domain } = splitEmailAddress(q);
  const isAddress = q.includes('@');
  const ascii = /[^\0-\x7f]/.test(q) ? toAsciiDomain(isAddress ? domain : q) : undefined;
  const inAddress = ascii && (isAddress ? `${caselessKey(local)}@${ascii}` : ascii);
  return [...new Set([caselessKey(q), usernameKey(q), ...(inAddress ? [inAddress] : [])])];
}
