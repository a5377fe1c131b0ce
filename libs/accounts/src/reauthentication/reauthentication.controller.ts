import { AllowWithoutMfa, CurrentUser, type Principal } from '#auth';
import { AnyOf, ApiAnswer, RateLimit, type RequestMetadata, ReqMetadata } from '#platform';
import { AccessTokenDto, TokensDto, TokensInCookies } from '#sessions';
import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Reauthentication, ReauthenticationOptionsDto } from './reauthentication.dto';
import { ReauthenticationService } from './reauthentication.service';

@ApiTags('Account')
@ApiBearerAuth()
@AllowWithoutMfa()
@Controller('api/reauthenticate')
export class ReauthenticationController {
  constructor(private readonly reauthentications: ReauthenticationService) {}

  @Post()
  @HttpCode(200)
  @RateLimit('login')
  @TokensInCookies()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'reauthenticate',
    summary: 'Authenticate again',
    description:
      'After 401 `step_up_required`: with the password, or with `method` and its proof. The answer has new tokens of the ' +
      'same session. Where `acr_values` is `aal2` and the session has used one factor, send a second factor. A ' +
      'wrong proof is 400 `validation_failed` with `wrong_password`, `wrong_code` or `wrong_assertion`.',
  })
  @ApiAnswer(
    200,
    new AnyOf(TokensDto, AccessTokenDto),
    'validation_failed',
    'user_not_found',
    'password_changed_meanwhile',
    'origin_not_allowed',
    'too_many_attempts',
  )
  reauthenticate(
    @CurrentUser() principal: Principal,
    @Body() { password, method, code, assertion, challenge_id }: Reauthentication,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<TokensDto> {
    if (!method) return this.reauthentications.byPassword(principal, password!, metadata);
    const proof = {
      method,
      code: code ?? undefined,
      assertion: assertion ?? undefined,
      challengeId: challenge_id ?? undefined,
    };
    return this.reauthentications.byFactor(principal, proof, metadata);
  }

  @Post('options')
  @HttpCode(200)
  @RateLimit('login')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'getReauthenticationOptions',
    summary: 'Begin to authenticate again with a passkey',
    description: 'What the browser needs for `navigator.credentials.get()`. 404 where the account has no passkeys.',
  })
  @ApiAnswer(200, ReauthenticationOptionsDto, 'not_found', 'too_many_attempts')
  options(@CurrentUser() principal: Principal): Promise<ReauthenticationOptionsDto> {
    return this.reauthentications.options(principal);
  }
}
