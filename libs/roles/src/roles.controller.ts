import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import {
  ApiAnswer,
  type RequestMetadata,
  ReqMetadata,
  IdParam,
  IfMatch,
  cursorParts,
  type Page,
  toPage,
  PageQuery,
  PageDto,
  parseCursor,
} from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NewRole, RoleEdit } from './role-edit.dto';
import { RolesService } from './roles.service';
import { RoleDto } from './roles.dto';
import { RolesRepository, type VersionedRole } from './roles.repository';

const ifMatch = {
  name: 'If-Match',
  required: false,
  description: '`ETag` of the role as last read; 412 if it was changed since.',
  schema: { type: 'string' as const, example: '"3"' },
};

@ApiTags('Roles')
@ApiBearerAuth()
@Controller('api/roles')
export class RolesController {
  constructor(
    private readonly roles: RolesService,
    private readonly repository: RolesRepository,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listRoles', summary: 'List all roles', description: 'By descending priority.' })
  @ApiAnswer(200, PageDto(RoleDto), 'validation_failed')
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<RoleDto>> {
    const size = limit ?? 100;
    const roles = await this.repository.findPage(
      size + 1,
      parseCursor(cursor, [cursorParts.integer, cursorParts.id]) as [string, string] | undefined,
    );
    return toPage(
      roles,
      size,
      ({ grants }) => [String(grants.priority), grants.id],
      ({ grants }) => grants,
    );
  }

  @Get(':id')
  @ApiOperation({
    operationId: 'getRole',
    summary: 'Read a role',
    description: 'Send the `ETag` as `If-Match` of an edit.',
  })
  @ApiAnswer(200, RoleDto, 'role_not_found')
  async get(@IdParam() id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<RoleDto> {
    return withEtag(reply, await this.repository.findById(id));
  }

  @Post()
  @RequirePermissions('can_manage_roles')
  @ApiOperation({
    operationId: 'createRole',
    summary: 'Create a role',
    description: 'The role must be below your own rank and grant no permission that you lack.',
  })
  @ApiAnswer(201, RoleDto, 'validation_failed', 'outranked', 'role_name_taken')
  async create(
    @CurrentUser() principal: Principal,
    @Body() wanted: NewRole,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleDto> {
    return withEtag(reply, await this.roles.create(principal, wanted, metadata));
  }

  @Patch(':id')
  @ApiHeader(ifMatch)
  @RequirePermissions('can_manage_roles')
  @ApiOperation({
    operationId: 'updateRole',
    summary: 'Edit a role',
    description: 'Omitted fields stay unchanged. Effective on the next request of every user with the role.',
  })
  @ApiAnswer(
    200,
    RoleDto,
    'validation_failed',
    'outranked',
    'role_not_found',
    'role_name_taken',
    'system_role',
    'precondition_failed',
  )
  async update(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() edit: RoleEdit,
    @IfMatch() version: number | undefined,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleDto> {
    return withEtag(reply, await this.roles.update(principal, id, edit, version, metadata));
  }

  @Delete(':id')
  @ApiHeader(ifMatch)
  @HttpCode(204)
  @RequirePermissions('can_manage_roles')
  @ApiOperation({
    operationId: 'deleteRole',
    summary: 'Remove a role',
    description: 'Removed from all users who have it, at once.',
  })
  @ApiAnswer(204, undefined, 'outranked', 'role_not_found', 'system_role', 'precondition_failed')
  async remove(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @IfMatch() version: number | undefined,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.roles.delete(principal, id, version, metadata);
  }
}

function withEtag(reply: FastifyReply, { grants, version }: VersionedRole): RoleDto {
  reply.header('etag', `"${version}"`);
  return grants;
}
