import { AuthorizationState, CurrentUser, type Principal, RequireAnyPermission, RequirePermissions } from '#auth';
import {
  ApiAnswer,
  AnyOf,
  type RequestMetadata,
  DEFAULT_LIMIT,
  ReqMetadata,
  IdParam,
  cursorParts,
  type Page,
  toPage,
  PageDto,
  parseCursor,
  RateLimitByUser,
} from '#platform';
import { PresenceService } from '#presence';
import { Body, Controller, Delete, Get, HttpCode, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UsersService } from '../users.service';
import { UserMapper } from '../user.mapper';
import { PublicUserDto } from '../users.dto';
import { AdminUserDto, AdminUserEdit } from './admin-user.dto';
import { AdminUserMapper } from './admin-user.mapper';
import { userDetailPermissions } from './user-detail-permissions';
import { UserQuery } from './user-query.dto';
import { UserSearchService } from './user-search.service';
import { DEFAULT_SORT, userSorts } from './user-sort';
import { UsersAdminService } from './users-admin.service';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('api')
export class UsersController {
  constructor(
    private readonly userSearch: UserSearchService,
    private readonly admin: UsersAdminService,
    private readonly users: UsersService,
    private readonly mapper: UserMapper,
    private readonly adminUsers: AdminUserMapper,
    private readonly presence: PresenceService,
    private readonly state: AuthorizationState,
  ) {}

  @Get('users')
  @RequireAnyPermission(...userDetailPermissions)
  @RateLimitByUser('search')
  @ApiOperation({
    operationId: 'listUsers',
    summary: 'List and search users',
    description: 'The filters are combined (AND); keyset pagination.',
  })
  @ApiAnswer(200, PageDto(AdminUserDto), 'validation_failed', 'too_many_attempts')
  async list(
    @Query() { limit = DEFAULT_LIMIT, cursor, sort = DEFAULT_SORT, ...filter }: UserQuery,
  ): Promise<Page<AdminUserDto>> {
    const after = parseCursor(cursor, [userSorts[sort]!.part, cursorParts.id]);
    const rows = await this.userSearch.findPage({ ...filter, sort }, limit + 1, after);
    const presences = await this.presence.getMany(rows.map(({ user }) => user.id));
    return toPage(
      rows,
      limit,
      ({ sortKey }) => sortKey,
      ({ user, roleIds }) => this.adminUsers.toDto(user, roleIds, presences.get(user.id)!),
    );
  }

  @Get('users/:id')
  @ApiOperation({
    operationId: 'getUser',
    summary: 'Read a user',
    description: 'All fields for callers who may moderate, ban or manage users; the public profile for all others.',
  })
  @ApiAnswer(200, new AnyOf(AdminUserDto, PublicUserDto), 'user_not_found')
  async get(@CurrentUser() principal: Principal, @IdParam() id: string): Promise<AdminUserDto | PublicUserDto> {
    const { user, roleIds } = await this.users.findWithRoles(id);
    const seesDetails = userDetailPermissions.some((permission) => this.state.holds(principal, permission));
    const presence = await this.presence.getOne(id);
    return seesDetails
      ? this.adminUsers.toDto(user, roleIds, presence)
      : this.mapper.toPublicUserDto(user, roleIds, presence);
  }

  @Patch('users/:id')
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'updateUser',
    summary: 'Edit a user',
    description: 'Omitted fields stay unchanged. The password can not be set.',
  })
  @ApiAnswer(
    200,
    AdminUserDto,
    'validation_failed',
    'outranked',
    'cannot_deactivate_yourself',
    'user_not_found',
    'username_taken',
    'last_owner',
  )
  async update(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() edit: AdminUserEdit,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.admin.update(principal, id, edit, metadata);
    return this.adminUsers.findById(id);
  }

  @Delete('users/:id')
  @HttpCode(204)
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'deleteUser',
    summary: 'Delete a user',
    description: 'With its sessions, devices and avatar; the audit log keeps the id.',
  })
  @ApiAnswer(204, undefined, 'outranked', 'cannot_delete_yourself', 'user_not_found', 'last_owner')
  async remove(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.admin.delete(principal, id, metadata);
  }
}
