import { ReadOnly, RequireAnyPermission } from '#auth';
import { ApiAnswer, IdParam } from '#platform';
import { type ExplainedPermission, toExplainedPermissionDto } from '#roles';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { userDetailPermissions } from '../user-detail-permissions';
import {
  type PermissionChangeDto,
  PermissionSimulation,
  SimulatedPermissionsDto,
  UserPermissionsDto,
} from './user-permissions.dto';
import { UserPermissionsService } from './user-permissions.service';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('api')
export class UserPermissionsController {
  constructor(private readonly permissions: UserPermissionsService) {}

  @Get('users/:id/permissions')
  @RequireAnyPermission(...userDetailPermissions)
  @ApiOperation({
    operationId: 'explainUserPermissions',
    summary: 'What a user may do, and which roles it comes from',
    description: 'Every flag, and every custom permission that a role of the user has a value for.',
  })
  @ApiAnswer(200, UserPermissionsDto, 'user_not_found')
  async explain(@IdParam() id: string): Promise<UserPermissionsDto> {
    const { restrictions, permissions } = await this.permissions.explain(id);
    return { restrictions, permissions: permissions.map(toExplainedPermissionDto) };
  }

  @Post('roles/simulate')
  @ReadOnly()
  @HttpCode(200)
  @RequireAnyPermission('can_manage_roles', 'can_manage_users')
  @ApiOperation({
    operationId: 'simulatePermissions',
    summary: 'What a user could do with other roles',
    description:
      'Changes nothing. Name a user, a set of roles, or both; and a role as it would be after an edit. Whether you may make the change is decided when you make it.',
  })
  @ApiAnswer(200, SimulatedPermissionsDto, 'validation_failed', 'user_not_found', 'role_not_found')
  async simulate(@Body() simulation: PermissionSimulation): Promise<SimulatedPermissionsDto> {
    const { before, after } = await this.permissions.simulate(simulation);
    return {
      before: before.map(toExplainedPermissionDto),
      after: after.map(toExplainedPermissionDto),
      changes: changesOf(before, after),
    };
  }
}

function changesOf(before: ExplainedPermission[], after: ExplainedPermission[]): PermissionChangeDto[] {
  const [then, now] = [before, after].map(
    (explained) => new Map(explained.map(({ permission, value }) => [permission, value])),
  );
  return [...new Set([...then!.keys(), ...now!.keys()])]
    .map((permission) => ({ permission, before: then!.get(permission) ?? null, after: now!.get(permission) ?? null }))
    .filter((change) => change.before !== change.after);
}
