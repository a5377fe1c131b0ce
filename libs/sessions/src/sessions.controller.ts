import { AllowUnverifiedEmail, AllowWithoutMfa, CurrentUser, type Principal } from '#auth';
import {
  ApiAnswer,
  type RequestMetadata,
  ReqMetadata,
  IdParam,
  MessageDto,
  type Page,
  PageQuery,
  PageDto,
} from '#platform';
import { Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OwnSessionsService } from './own-sessions.service';
import { SessionsService } from './sessions.service';
import { sessionProblems } from './sessions.errors';
import { SessionDto, sessionPage, toSessionDto } from './sessions.dto';

@ApiTags('Sessions and devices')
@ApiBearerAuth()
@Controller('api')
export class SessionsController {
  constructor(
    private readonly ownSessions: OwnSessionsService,
    private readonly sessions: SessionsService,
  ) {}

  @Post('logout')
  @HttpCode(200)
  @AllowUnverifiedEmail()
  @AllowWithoutMfa()
  @ApiOperation({
    operationId: 'logout',
    summary: 'Log out',
    description: 'Ends this session, on every request and socket; its push token goes.',
  })
  @ApiAnswer(200, MessageDto)
  async logout(@CurrentUser() principal: Principal, @ReqMetadata() metadata: RequestMetadata): Promise<MessageDto> {
    await this.ownSessions.revokeCurrent(principal, 'logout', metadata);
    return { message: 'You are logged out.' };
  }

  @Get('sessions')
  @AllowUnverifiedEmail()
  @ApiOperation({ operationId: 'listSessions', summary: 'Own sessions', description: 'Last active first.' })
  @ApiAnswer(200, PageDto(SessionDto), 'validation_failed')
  list(@CurrentUser() principal: Principal, @Query() query: PageQuery): Promise<Page<SessionDto>> {
    return sessionPage(
      query,
      (limit, after) => this.sessions.list(principal.userId, limit, after),
      (session) => toSessionDto(session, principal.sessionId),
    );
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'revokeSession',
    summary: 'End one of the own sessions',
    description: 'Its access tokens are refused at once, and its sockets closed.',
  })
  @ApiAnswer(204, undefined, 'session_not_found')
  async revoke(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    const ended = await this.ownSessions.revoke(principal, { only: [id] }, metadata);
    if (ended.length === 0) throw sessionProblems.session_not_found();
  }

  @Delete('sessions')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'revokeOtherSessions',
    summary: 'End all own sessions but this one',
    description: 'Their access tokens are refused at once, and their sockets closed.',
  })
  @ApiAnswer(204)
  async revokeOthers(@CurrentUser() principal: Principal, @ReqMetadata() metadata: RequestMetadata): Promise<void> {
    await this.ownSessions.revoke(principal, { except: [principal.sessionId] }, metadata);
  }
}
