import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import { ApiAnswer, IdParam, ReqMetadata, type RequestMetadata } from '#platform';
import { Body, Controller, Delete, HttpCode, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminUserDto } from './admin-user.dto';
import { AdminUserMapper } from './admin-user.mapper';
import { RoleAssignmentDto } from './user-roles.dto';
import { UserRolesService } from './user-roles.service';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('api')
export class UserRolesController {
  constructor(
    private readonly userRoles: UserRolesService,
    private readonly adminUsers: AdminUserMapper,
  ) {}

  @Put('users/:id/roles/:role_id')
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'addUserRole',
    summary: 'Assign a role to a user',
    description: 'Effective on the next request. Idempotent.',
  })
  @ApiAnswer(200, AdminUserDto, 'outranked', 'user_not_found', 'role_not_found', 'too_many_roles')
  async assign(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @IdParam('role_id') roleId: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.userRoles.assign(principal, id, roleId, metadata);
    return this.adminUsers.findById(id);
  }

  @Delete('users/:id/roles/:role_id')
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'removeUserRole',
    summary: 'Remove a role from a user',
    description: 'Effective on the next request.',
  })
  @ApiAnswer(200, AdminUserDto, 'outranked', 'user_not_found', 'role_not_found', 'last_owner')
  async unassign(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @IdParam('role_id') roleId: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.userRoles.unassign(principal, id, roleId, metadata);
    return this.adminUsers.findById(id);
  }

  @Post('assign-role')
  @HttpCode(200)
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'assignRole',
    summary: 'Assign a role to a user',
    description: 'The route that CollabSphere’s clients use; the role by name or id.',
  })
  @ApiAnswer(200, AdminUserDto, 'validation_failed', 'outranked', 'user_not_found', 'role_not_found', 'too_many_roles')
  async assignByNameOrId(
    @CurrentUser() principal: Principal,
    @Body() { user_id, role }: RoleAssignmentDto,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.userRoles.assign(principal, user_id.toLowerCase(), role, metadata);
    return this.adminUsers.findById(user_id.toLowerCase());
  }
}
