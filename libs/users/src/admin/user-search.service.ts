import { caselessKey, nameKey, ReplicaReader, toAsciiDomain, splitEmailAddress } from '#platform';
import { PresenceService } from '#presence';
import { roleIdsOfUser, RoleLookupService, userHasRole } from '#roles';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { User } from '../user.entity';
import { userSorts } from './user-sort';

export interface UserSearchFilter {
  q?: string;
  role?: string;
  banned?: boolean;
  online?: boolean;
  verified?: boolean;
  mfa?: boolean;
  active?: boolean;
  joined_after?: string;
  joined_before?: string;
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
const KEYS_BY_BEGINNING = ['"user".email_key', '"user".username_key', 'left("user".full_name_key, 100)'];
const IS_BANNED = 'user.bannedAt IS NOT NULL AND (user.bannedUntil IS NULL OR user.bannedUntil > now())';

/** Each is the condition of a partial index, and its opposite is what most users are. */
const conditions = {
  banned: [IS_BANNED, `NOT (${IS_BANNED})`],
  verified: ['user.emailVerified', 'NOT user.emailVerified'],
  mfa: [`"user".mfa_methods <> '{}'`, `"user".mfa_methods = '{}'`],
  active: ['user.deactivatedAt IS NULL', 'user.deactivatedAt IS NOT NULL'],
} as const;
const conditionNames = Object.keys(conditions) as (keyof typeof conditions)[];

@Injectable()
export class UserSearchService {
  constructor(
    private readonly database: DataSource,
    private readonly presence: PresenceService,
    private readonly roles: RoleLookupService,
    private readonly replica: ReplicaReader,
  ) {}

  async findPage(filter: UserSearchFilter, limit: number, after?: string[]): Promise<UserListItem[]> {
    const onlineIds = filter.online === undefined ? [] : await this.presence.listOnlineUserIds();
    const { entities, raw } = await this.replica.read((manager) =>
      this.buildQuery(filter, limit, after, onlineIds, manager).getRawAndEntities<{
        role_ids: string[];
        key: string;
      }>(),
    );
    return entities.map((user, i) => ({ user, roleIds: raw[i]!.role_ids, sortKey: [raw[i]!.key, user.id] }));
  }

  /** Users whose ban is in force. */
  countBanned(): Promise<number> {
    return this.replica.read((manager) => manager.createQueryBuilder(User, 'user').where(IS_BANNED).getCount());
  }

  /** @param onlineIds the users who are online, if the filter needs them */
  buildQuery(
    { sort, ...filter }: UserSearchFilter,
    limit: number,
    after?: string[],
    onlineIds: readonly string[] = [],
    manager: EntityManager = this.database.manager,
  ): SelectQueryBuilder<User> {
    const { expression, type, descending } = userSorts[sort]!;
    const query = manager
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
    { q, role, online, joined_after, joined_before, ...filter }: Omit<UserSearchFilter, 'sort'>,
    onlineIds: readonly string[],
  ): void {
    if (q) this.whereTextMatches(query, searchKeys(q));
    if (role) query.andWhere(userHasRole('"user".id', ':roleId'), { roleId: this.resolveRoleId(role) });
    for (const name of conditionNames)
      if (typeof filter[name] === 'boolean') query.andWhere(conditions[name][filter[name] ? 0 : 1]);
    if (typeof online === 'boolean')
      query.andWhere(`${online ? '' : 'NOT '}"user".id = ANY (:online::uuid[])`, { online: onlineIds });
    if (joined_after) query.andWhere('user.dateJoined >= :joined_after', { joined_after });
    if (joined_before) query.andWhere('user.dateJoined < :joined_before', { joined_before });
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
      return (byPart ? ['"user".search'] : KEYS_BY_BEGINNING).map((key) => `${key} LIKE :q${n}`).join(' OR ');
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
