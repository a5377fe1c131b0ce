import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import {
  ApiAnswer,
  IdParam,
  Language,
  type Page,
  PageDto,
  PageQuery,
  ReqMetadata,
  type RequestMetadata,
} from '#platform';
import { SessionDto, sessionPage, toSessionDto } from '#sessions';
import { Controller, Delete, Get, HttpCode, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UserSessionsService } from './user-sessions.service';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('api')
export class UserSessionsController {
  constructor(private readonly userSessions: UserSessionsService) {}

  @Get('users/:id/sessions')
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'listUserSessions',
    summary: 'List the sessions of a user',
    description: 'Last active first.',
  })
  @ApiAnswer(200, PageDto(SessionDto), 'validation_failed', 'outranked', 'user_not_found')
  async list(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Query() query: PageQuery,
    @Language() language: string,
  ): Promise<Page<SessionDto>> {
    return sessionPage(
      query,
      (limit, after) => this.userSessions.list(principal, id, limit, after),
      (session) => toSessionDto(session, principal.sessionId, language),
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
  async revokeAll(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.userSessions.revokeAll(principal, id, metadata);
  }
}
