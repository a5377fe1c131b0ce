import { caselessKey, nameKey, toAsciiDomain, splitEmailAddress } from '#platform';
import { PresenceService } from '#presence';
import { roleIdsOfUser, RoleLookupService, userHasRole } from '#roles';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { User } from '../user.entity';
import { userSorts } from './user-sort';

export interface UserSearchFilter {
  q?: string;
  role?: string;
  banned?: boolean;
  online?: boolean;
  sort: string;
}

export interface UserListItem {
  user: User;
  roleIds: string[];
  /** The values that the list is sorted by, for the cursor. */
  sortKey: string[];
}

/** An id that no role has. */
const UNKNOWN_ROLE_ID = '00000000-0000-0000-0000-000000000000';
/** A trigram index finds parts of three characters or more. */
const MIN_TRIGRAM_LENGTH = 3;
const IS_BANNED = 'user.bannedAt IS NOT NULL AND (user.bannedUntil IS NULL OR user.bannedUntil > now())';

@Injectable()
export class UserSearchService {
  constructor(
    private readonly database: DataSource,
    private readonly presence: PresenceService,
    private readonly roles: RoleLookupService,
  ) {}

  async findPage(filter: UserSearchFilter, limit: number, after?: string[]): Promise<UserListItem[]> {
    const onlineIds = filter.online === undefined ? [] : await this.presence.listOnlineUserIds();
    const { entities, raw } = await this.buildQuery(filter, limit, after, onlineIds).getRawAndEntities<{
      role_ids: string[];
      key: string;
    }>();
    return entities.map((user, i) => ({ user, roleIds: raw[i]!.role_ids, sortKey: [raw[i]!.key, user.id] }));
  }

  /** @param onlineIds the users who are online, if the filter needs them */
  buildQuery(
    { sort, ...filter }: UserSearchFilter,
    limit: number,
    after?: string[],
    onlineIds: readonly string[] = [],
  ): SelectQueryBuilder<User> {
    const { expression, type, descending } = userSorts[sort]!;
    const query = this.database
      .createQueryBuilder(User, 'user')
      .addSelect(`${expression}::text`, 'key')
      .addSelect(roleIdsOfUser('"user".id'), 'role_ids')
      .orderBy(expression, descending ? 'DESC' : 'ASC')
      .addOrderBy('"user".id', descending ? 'DESC' : 'ASC')
      .limit(limit);
    this.applyFilter(query, filter, onlineIds);
    if (after)
      query.andWhere(`(${expression}, "user".id) ${descending ? '<' : '>'} (:key::${type}, :id::uuid)`, {
        key: after[0],
        id: after[1],
      });
    return query;
  }

  private applyFilter(
    query: SelectQueryBuilder<User>,
    { q, role, banned, online }: Omit<UserSearchFilter, 'sort'>,
    onlineIds: readonly string[],
  ): void {
    if (q) this.whereTextMatches(query, searchKeys(q));
    if (role) query.andWhere(userHasRole('"user".id', ':roleId'), { roleId: this.resolveRoleId(role) });
    if (banned !== undefined) query.andWhere(banned ? IS_BANNED : `NOT (${IS_BANNED})`);
    if (online !== undefined)
      query.andWhere(`${online ? '' : 'NOT '}"user".id = ANY (:online::uuid[])`, { online: onlineIds });
  }

  /** Resolved beforehand, so that PostgreSQL plans with the id: the plan for a rare role differs from that for a common one. */
  private resolveRoleId(role: string): string {
    return isUUID(role) ? role : (this.roles.findByName(role)?.id ?? UNKNOWN_ROLE_ID);
  }

  private whereTextMatches(query: SelectQueryBuilder<User>, q: string[]): void {
    const any = q.map((text, n) => {
      const literal = text.replaceAll(/[\\%_]/g, '\\$&');
      const byPart = [...text].length >= MIN_TRIGRAM_LENGTH;
      query.setParameter(`q${n}`, byPart ? `%${literal}%` : `${literal}%`);
      return byPart ? `"user".search LIKE :q${n}` : `"user".email_key LIKE :q${n} OR "user".username_key LIKE :q${n}`;
    });
    query.andWhere(`(${any.join(' OR ')})`);
  }
}

/** The forms in which the keys may contain the text: `admın` in a username, `bücher.example` in an address. */
function searchKeys(q: string): string[] {
  const { local, domain } = splitEmailAddress(q);
  const isAddress = q.includes('@');
  const ascii = /[^\0-\x7f]/.test(q) ? toAsciiDomain(isAddress ? domain : q) : undefined;
  const inAddress = ascii && (isAddress ? `${caselessKey(local)}@${ascii}` : ascii);
  return [...new Set([caselessKey(q), nameKey(q), ...(inAddress ? [inAddress] : [])])];
}
