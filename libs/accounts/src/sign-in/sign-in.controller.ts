import { Public } from '#auth';
import { AnyOf, ApiAnswer, type RequestMetadata, ReqMetadata, RateLimit } from '#platform';
import {
  AccessTokenDto,
  RefreshTokenFromCookie,
  SESSION_COOKIE_SCHEME,
  SessionCookies,
  TokensDto,
  TokensInCookies,
} from '#sessions';
import { Body, Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiCookieAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BrowserSignInResultDto, SignInResultDto } from '../accounts.dto';
import { RefreshService } from './refresh.service';
import { SignInService } from './sign-in.service';
import { Login, RefreshRequest } from './sign-in.dto';

@ApiTags('Account')
@Public()
@Controller('api')
export class SignInController {
  constructor(
    private readonly signIn: SignInService,
    private readonly refreshes: RefreshService,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('login')
  @HttpCode(200)
  @RateLimit('login')
  @TokensInCookies()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'login',
    summary: 'Sign in on a device',
    description:
      'Starts a session. A session of the same user with the same `device_token` is replaced. An account with a second ' +
      'factor is answered `mfa_required` with `mfa_token`, `methods` and `expires_in`: go on with `POST /api/login/mfa`.',
  })
  @ApiAnswer(
    200,
    new AnyOf(SignInResultDto, BrowserSignInResultDto),
    'validation_failed',
    'invalid_credentials',
    'challenge_required',
    'email_not_verified',
    'mfa_required',
    'account_banned',
    'account_deactivated',
    'origin_not_allowed',
    'too_many_attempts',
  )
  async login(
    @Body() login: Login,
    @ReqMetadata() metadata: RequestMetadata,
    @Req() request: FastifyRequest,
  ): Promise<SignInResultDto> {
    const result = await this.signIn.login(this.withDeviceTokens(login, request), metadata);
    if (result.outcome === 'challenge') throw result.problem;
    return result.signIn;
  }

  @Post('token/refresh')
  @HttpCode(200)
  @RateLimit('refresh')
  @RefreshTokenFromCookie()
  @ApiCookieAuth(SESSION_COOKIE_SCHEME)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'refreshToken',
    summary: 'Exchange a refresh token for new tokens',
    description:
      'Sent again within 10 s, or until the successor or its access token has been presented to this service, a refresh ' +
      'token gets the same successor (two tabs, lost answers). After that it is reuse and ends the session. Without ' +
      '`refresh` the token of the session cookie is used, and the cookie gets the new one.',
  })
  @ApiBody({ type: RefreshRequest, required: false })
  @ApiAnswer(
    200,
    new AnyOf(TokensDto, AccessTokenDto),
    'validation_failed',
    'invalid_refresh_token',
    'refresh_token_reused',
    'origin_not_allowed',
    'too_many_attempts',
  )
  refresh(@Body() { refresh }: RefreshRequest, @ReqMetadata() metadata: RequestMetadata): Promise<TokensDto> {
    return this.refreshes.refresh(refresh, metadata);
  }

  /** A browser has it in a cookie. */
  private withDeviceTokens(login: Login, request: FastifyRequest): Login {
    if (login.session !== 'cookie') return login;
    return {
      ...login,
      known_device_token: login.known_device_token ?? this.cookies.read(request, 'known_device_token'),
      trusted_device_token: login.trusted_device_token ?? this.cookies.read(request, 'trusted_device_token'),
    };
  }
}
