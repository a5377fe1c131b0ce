import { RoleLookupService } from '#roles';
import { DEFAULT_SORT, type UserListItem, type UserSearchFilter, UserSearchService } from '#users';
import { Injectable } from '@nestjs/common';
import { EXPORT_PAGE_SIZE, type ExportPage, type ExportRow, type ExportSource } from './export-source';

/** Users as admins see them, in the order in which they joined; the newest first. */
@Injectable()
export class UserExportSource implements ExportSource {
  readonly columns = [
    'id',
    'email',
    'email_verified',
    'username',
    'full_name',
    'roles',
    'date_joined',
    'last_seen',
    'mfa_methods',
    'is_active',
    'banned_at',
    'ban_until',
    'ban_reason',
  ];

  constructor(
    private readonly search: UserSearchService,
    private readonly roles: RoleLookupService,
  ) {}

  async readPage(filter: Record<string, unknown>, _requesterId: string, after?: string[]): Promise<ExportPage> {
    // A sort by what does not change, so that no user is skipped.
    const complete = { ...(filter as Omit<UserSearchFilter, 'sort'>), sort: DEFAULT_SORT };
    const items = await this.search.findPage(complete, EXPORT_PAGE_SIZE, after);
    return {
      rows: items.map((item) => this.toRow(item)),
      next: items.length === EXPORT_PAGE_SIZE ? items.at(-1)!.sortKey : undefined,
    };
  }

  private toRow({ user, roleIds }: UserListItem): ExportRow {
    const isBanned = user.isBanned();
    return {
      id: user.id,
      email: user.email,
      email_verified: user.emailVerified,
      username: user.username,
      full_name: user.fullName,
      roles: this.roles.findByIds(roleIds).map(({ name }) => name),
      date_joined: user.dateJoined.toISOString(),
      last_seen: user.lastSeen?.toISOString() ?? null,
      mfa_methods: user.mfaMethods,
      is_active: user.deactivatedAt === null,
      banned_at: isBanned ? user.bannedAt!.toISOString() : null,
      ban_until: isBanned ? (user.bannedUntil?.toISOString() ?? null) : null,
      ban_reason: isBanned ? user.banReason : null,
    };
  }
}
