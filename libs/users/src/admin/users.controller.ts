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
  PageQuery,
  PageDto,
  parseCursor,
} from '#platform';
import { PresenceService } from '#presence';
import { sessionPage, SessionDto, toSessionDto } from '#sessions';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UsersService } from '../users.service';
import { PublicUserDto, UserMapper } from '../users.dto';
import { AdminUserEdit, AdminUserDto, BanRequest, RoleAssignment, toAdminUser, UserQuery } from './admin.dto';
import { UserList } from './user-list';
import { DEFAULT_SORT, userSorts } from './user-sort';
import { UsersAdminService } from './users-admin.service';

/** Who may see more of a user than everybody. */
const seeing = ['can_manage_users', 'can_moderate', 'can_ban_users'] as const;

@ApiTags('Users')
@ApiBearerAuth()
@Controller('api')
export class UsersController {
  constructor(
    private readonly userList: UserList,
    private readonly admin: UsersAdminService,
    private readonly users: UsersService,
    private readonly mapper: UserMapper,
    private readonly presence: PresenceService,
    private readonly state: AuthorizationState,
  ) {}

  @Get('users')
  @RequireAnyPermission(...seeing)
  @ApiOperation({
    operationId: 'listUsers',
    summary: 'List and search users',
    description: 'All filters together; keyset pages.',
  })
  @ApiAnswer(200, PageDto(AdminUserDto), 'validation_failed')
  async list(
    @Query() { limit = DEFAULT_LIMIT, cursor, sort = DEFAULT_SORT, ...filter }: UserQuery,
  ): Promise<Page<AdminUserDto>> {
    const after = parseCursor(cursor, [userSorts[sort]!.part, cursorParts.id]);
    const rows = await this.userList.page({ ...filter, sort }, limit + 1, after);
    const seen = await this.presence.of(rows.map(({ user }) => user.id));
    return toPage(
      rows,
      limit,
      ({ key }) => key,
      ({ user, roleIds }) => toAdminUser(this.mapper, user, roleIds, seen.get(user.id)!),
    );
  }

  @Get('users/:id')
  @ApiOperation({
    operationId: 'getUser',
    summary: 'A user',
    description: 'Who may moderate, ban or manage users sees all of it, everybody else the public profile.',
  })
  @ApiAnswer(200, new AnyOf(AdminUserDto, PublicUserDto), 'user_not_found')
  async read(@CurrentUser() principal: Principal, @IdParam() id: string): Promise<AdminUserDto | PublicUserDto> {
    const { user, roleIds } = await this.users.findWithRoles(id);
    const sees = seeing.some((permission) => this.state.holds(principal, permission));
    const seen = await this.presence.ofOne(id);
    return sees ? toAdminUser(this.mapper, user, roleIds, seen) : this.mapper.toPublicUser(user, roleIds, seen);
  }

  @Patch('users/:id')
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'updateUser',
    summary: 'Edit a user',
    description: 'What is left out stays. Never the password.',
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
  async edit(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() edit: AdminUserEdit,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.admin.edit(principal, id, edit, metadata);
    return this.asAdmin(id);
  }

  @Delete('users/:id')
  @HttpCode(204)
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'deleteUser',
    summary: 'Delete a user',
    description: 'With sessions, devices and avatar; the audit log keeps its id.',
  })
  @ApiAnswer(204, undefined, 'outranked', 'cannot_delete_yourself', 'user_not_found', 'last_owner')
  async remove(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.admin.remove(principal, id, metadata);
  }

  @Get('users/:id/sessions')
  @RequirePermissions('can_manage_users')
  @ApiOperation({ operationId: 'listUserSessions', summary: 'Sessions of a user', description: 'Last active first.' })
  @ApiAnswer(200, PageDto(SessionDto), 'validation_failed', 'outranked', 'user_not_found')
  async sessions(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<SessionDto>> {
    return sessionPage(
      query,
      (limit, after) => this.admin.sessionsOf(principal, id, limit, after),
      (session) => toSessionDto(session, principal.sessionId),
    );
  }

  @Delete('users/:id/sessions')
  @HttpCode(204)
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'revokeUserSessions',
    summary: 'End all sessions of a user',
    description: 'Their access tokens are refused at once, and their sockets closed.',
  })
  @ApiAnswer(204, undefined, 'outranked', 'user_not_found')
  async endSessions(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.admin.endSessions(principal, id, metadata);
  }

  @Put('users/:id/roles/:role_id')
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'addUserRole',
    summary: 'Give a user a role',
    description: 'Holds on the very next request. Giving it twice changes nothing.',
  })
  @ApiAnswer(200, AdminUserDto, 'outranked', 'user_not_found', 'role_not_found', 'too_many_roles')
  async assignRole(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @IdParam('role_id') roleId: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.admin.assignRole(principal, id, roleId, metadata);
    return this.asAdmin(id);
  }

  @Delete('users/:id/roles/:role_id')
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'removeUserRole',
    summary: 'Take a role from a user',
    description: 'Holds on the very next request.',
  })
  @ApiAnswer(200, AdminUserDto, 'outranked', 'user_not_found', 'role_not_found', 'last_owner')
  async unassignRole(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @IdParam('role_id') roleId: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.admin.unassignRole(principal, id, roleId, metadata);
    return this.asAdmin(id);
  }

  @Post('assign-role')
  @HttpCode(200)
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'assignRole',
    summary: 'Give a user a role',
    description: 'As CollabSphere’s clients do it; the role by name or id.',
  })
  @ApiAnswer(200, AdminUserDto, 'validation_failed', 'outranked', 'user_not_found', 'role_not_found', 'too_many_roles')
  async assign(
    @CurrentUser() principal: Principal,
    @Body() { user_id, role }: RoleAssignment,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.admin.assignRole(principal, user_id.toLowerCase(), role, metadata);
    return this.asAdmin(user_id.toLowerCase());
  }

  @Post('users/:id/ban')
  @HttpCode(200)
  @RequirePermissions('can_ban_users')
  @ApiOperation({
    operationId: 'banUser',
    summary: 'Ban a user',
    description: 'Ends every session at once. With `until` it ends by itself.',
  })
  @ApiAnswer(
    200,
    AdminUserDto,
    'validation_failed',

    'outranked',
    'cannot_ban_yourself',
    'user_not_found',
    'last_owner',
  )
  async ban(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() ban: BanRequest,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.admin.ban(principal, id, ban, metadata);
    return this.asAdmin(id);
  }

  @Delete('users/:id/ban')
  @RequirePermissions('can_ban_users')
  @ApiOperation({
    operationId: 'unbanUser',
    summary: 'Lift a ban',
    description: 'The user may sign in again. Without a ban nothing changes.',
  })
  @ApiAnswer(200, AdminUserDto, 'outranked', 'user_not_found')
  async unban(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.admin.unban(principal, id, metadata);
    return this.asAdmin(id);
  }

  private async asAdmin(id: string): Promise<AdminUserDto> {
    const { user, roleIds } = await this.users.findWithRoles(id);
    return toAdminUser(this.mapper, user, roleIds, await this.presence.ofOne(id));
  }
}
