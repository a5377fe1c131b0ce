import {
  AllowStale,
  AllowUnverifiedEmail,
  AllowWithoutMfa,
  AuthException,
  CurrentUser,
  type Principal,
  Public,
} from '#auth';
import {
  ApiAnswer,
  type RequestMetadata,
  ReqMetadata,
  IdParam,
  MessageDto,
  type Page,
  PageQuery,
  PageDto,
  Language,
  text,
} from '#platform';
import { Controller, Delete, Get, Header, Headers, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { BrowserSessions } from './browser/browser-sessions.service';
import { OwnSessionsService } from './own-sessions.service';
import { SESSION_COOKIE_SCHEME } from './browser/session-cookies';
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
    private readonly browserSessions: BrowserSessions,
  ) {}

  /** The database decides, so it is open while revocations may be missed here. */
  @Post('logout')
  @HttpCode(200)
  // Not "cookies": that would clear those of every application of the domain.
  @Header('clear-site-data', '"cache", "storage"')
  @Public({ identify: true })
  @AllowUnverifiedEmail()
  @AllowStale()
  @AllowWithoutMfa()
  @ApiCookieAuth(SESSION_COOKIE_SCHEME)
  @ApiOperation({
    operationId: 'logout',
    summary: 'Log out',
    description:
      'Ends this session: its tokens are refused, its sockets closed, its push token deleted. A session cookie is ' +
      'cleared, and its session ended, with an expired access token or none too; `Origin` is checked then.',
  })
  @ApiAnswer(200, MessageDto, 'origin_not_allowed')
  async logout(
    @CurrentUser() principal: Principal | undefined,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('authorization') authorization?: string,
  ): Promise<MessageDto> {
    if (!principal && !this.browserSessions.isPresent(reply.request))
      throw new AuthException(authorization ? 'invalid_token' : 'not_authenticated');
    if (principal) await this.ownSessions.revokeCurrent(principal, 'logout', metadata);
    if (!principal || this.browserSessions.isUsable(reply.request)) await this.browserSessions.logout(reply, metadata);
    return { message: text(language, 'answers.logged_out') };
  }

  @Get('sessions')
  @AllowUnverifiedEmail()
  @ApiOperation({ operationId: 'listSessions', summary: 'List the own sessions', description: 'Last active first.' })
  @ApiAnswer(200, PageDto(SessionDto), 'validation_failed')
  list(
    @CurrentUser() principal: Principal,
    @Query() query: PageQuery,
    @Language() language: string,
  ): Promise<Page<SessionDto>> {
    return sessionPage(
      query,
      (limit, after) => this.sessions.list(principal.userId, limit, after),
      (session) => toSessionDto(session, principal.sessionId, language),
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
    summary: 'End all other own sessions',
    description: 'Their access tokens are refused at once, and their sockets closed.',
  })
  @ApiAnswer(204)
  async revokeOthers(@CurrentUser() principal: Principal, @ReqMetadata() metadata: RequestMetadata): Promise<void> {
    await this.ownSessions.revoke(principal, { except: [principal.sessionId] }, metadata);
  }
}
