import { Public } from '#auth';
import { Answer, type Client, FromClient, RateLimit } from '#platform';
import { TokensWire } from '#sessions';
import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SignedInWire } from '../accounts.wire';
import { RefreshService } from './refresh.service';
import { SignInService } from './sign-in.service';
import { Login, Refresh } from './sign-in.wire';

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
    description: 'Starts a session. A session of the same user with the same `device_token` is replaced.',
  })
  @Answer(
    200,
    SignedInWire,
    'validation_failed',
    'invalid_credentials',
    'email_not_verified',
    'account_banned',
    'account_deactivated',
    'too_many_attempts',
  )
  login(@Body() login: Login, @FromClient() client: Client): Promise<SignedInWire> {
    return this.signIn.login(login, client);
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
  @Answer(200, TokensWire, 'validation_failed', 'invalid_refresh_token', 'refresh_token_reused', 'too_many_attempts')
  refresh(@Body() { refresh }: Refresh, @FromClient() client: Client): Promise<TokensWire> {
    return this.refreshes.refresh(refresh, client);
  }
}
