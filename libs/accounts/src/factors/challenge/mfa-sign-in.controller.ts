import { Public } from '#auth';
import { AnyOf, ApiAnswer, RateLimit, ReqMetadata, type RequestMetadata } from '#platform';
import { TokensInCookies } from '#sessions';
import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { BrowserSignInResultDto } from '../../accounts.dto';
import { MfaLogin, MfaSignInResultDto } from './mfa-sign-in.dto';
import { MfaSignInService } from './mfa-sign-in.service';

@ApiTags('Account')
@Public()
@Controller('api/login')
export class MfaSignInController {
  constructor(private readonly signIn: MfaSignInService) {}

  @Post('mfa')
  @HttpCode(200)
  @RateLimit('login')
  @TokensInCookies()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'loginMfa',
    summary: 'Sign in: the second factor',
    description:
      'The second step after `mfa_required`, within 5 minutes and 5 tries. A wrong code is answered `invalid_code` with ' +
      '`attempts_left`. The session is on the device that the login named.',
  })
  @ApiAnswer(
    200,
    new AnyOf(MfaSignInResultDto, BrowserSignInResultDto),
    'validation_failed',
    'invalid_code',
    'mfa_token_expired',
    'email_not_verified',
    'account_banned',
    'account_deactivated',
    'origin_not_allowed',
    'too_many_attempts',
  )
  login(@Body() login: MfaLogin, @ReqMetadata() metadata: RequestMetadata): Promise<MfaSignInResultDto> {
    return this.signIn.signIn(login, metadata);
  }
}
