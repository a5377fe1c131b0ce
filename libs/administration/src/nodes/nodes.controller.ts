import { RequireAnyPermission, RequirePermissions } from '#auth';
import { ApiAnswer, cursorParts, DEFAULT_LIMIT, type Page, PageDto, PageQuery, parseCursor, toPage } from '#platform';
import { MANAGE_SERVICES, ServicesService } from '#services';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OPERATE } from '../operator-permission';
import { FollowerDto, ServiceNodeDto, toFollowerDto, toServiceNodeDto } from './nodes.dto';
import { NodesRepository } from './nodes.repository';

@ApiTags('Operations')
@ApiBearerAuth()
@Controller('api')
export class NodesController {
  constructor(
    private readonly nodes: NodesRepository,
    private readonly services: ServicesService,
  ) {}

  @Get('nodes')
  @RequirePermissions(OPERATE)
  @ApiOperation({
    operationId: 'listNodes',
    summary: 'List the serving processes',
    description: 'The one that started first comes first. A killed process is listed as lost for an hour.',
  })
  @ApiAnswer(200, PageDto(ServiceNodeDto), 'validation_failed')
  async list(@Query() { limit = DEFAULT_LIMIT, cursor }: PageQuery): Promise<Page<ServiceNodeDto>> {
    const [after] = parseCursor(cursor, [cursorParts.id]) ?? [];
    return toPage(await this.nodes.list(limit + 1, after), limit, ({ id }) => [id], toServiceNodeDto);
  }

  @Get('authorization/followers')
  @RequireAnyPermission(OPERATE, MANAGE_SERVICES)
  @ApiOperation({
    operationId: 'listFollowers',
    summary: 'List the services that follow the authorization events',
    description: 'One entry for each open stream, on all processes, as of the last 5 s.',
  })
  @ApiAnswer(200, PageDto(FollowerDto), 'validation_failed')
  async listFollowers(@Query() { limit = DEFAULT_LIMIT, cursor }: PageQuery): Promise<Page<FollowerDto>> {
    const [after] = parseCursor(cursor, [cursorParts.id]) ?? [];
    const followers = await this.nodes.listFollowers(limit + 1, after);
    const names = await this.services.namesOf(followers.map(({ client_id }) => client_id));
    return toPage(
      followers,
      limit,
      ({ id }) => [id],
      (follower) => toFollowerDto(follower, names),
    );
  }
}
