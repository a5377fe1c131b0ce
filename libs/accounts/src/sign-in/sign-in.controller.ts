import { Public } from '#auth';
import { ApiAnswer, type RequestMetadata, ReqMetadata, RateLimit } from '#platform';
import { TokensDto } from '#sessions';
import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SignInResultDto } from '../accounts.dto';
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
  ) {}

  @Post('login')
  @HttpCode(200)
  @RateLimit('login')
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
    SignInResultDto,
    'validation_failed',
    'invalid_credentials',
    'email_not_verified',
    'mfa_required',
    'account_banned',
    'account_deactivated',
    'too_many_attempts',
  )
  async login(@Body() login: Login, @ReqMetadata() metadata: RequestMetadata): Promise<SignInResultDto> {
    const result = await this.signIn.login(login, metadata);
    if (result.outcome === 'challenge') throw result.problem;
    return result.signIn;
  }

  @Post('token/refresh')
  @HttpCode(200)
  @RateLimit('refresh')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'refreshToken',
    summary: 'Trade a refresh token for new tokens',
    description:
      'The same one sent again gets the same successor within 10 s (two tabs), and for as long as nobody has shown the ' +
      'successor, or the access token that came with it, to this service (the answer was lost). Afterwards it is reuse ' +
      'and ends the session.',
  })
  @ApiAnswer(200, TokensDto, 'validation_failed', 'invalid_refresh_token', 'refresh_token_reused', 'too_many_attempts')
  refresh(@Body() { refresh }: RefreshRequest, @ReqMetadata() metadata: RequestMetadata): Promise<TokensDto> {
    return this.refreshes.refresh(refresh, metadata);
  }
}
