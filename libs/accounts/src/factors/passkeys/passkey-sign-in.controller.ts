import { AllowUnverifiedEmail, AllowWithoutMfa, AuthException, CurrentUser, type Principal, Public } from '#auth';
import { AnyOf, ApiAnswer, problems, RateLimit, ReqMetadata, type RequestMetadata } from '#platform';
import { TokensInCookies } from '#sessions';
import { Body, Controller, Get, Header, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BrowserSignInResultDto, SignInResultDto } from '../../accounts.dto';
import { PasskeyChallengeService } from './passkey-challenge.service';
import { PasskeySignInService } from './passkey-sign-in.service';
import { PasskeyChallengeDto, PasskeyChallengeRequest, PasskeyLogin, RelatedOriginsDto } from './passkey.dto';
import { RelyingParty } from './relying-party';

@ApiTags('Passkeys')
@Controller()
export class PasskeySignInController {
  constructor(
    private readonly challenges: PasskeyChallengeService,
    private readonly signIn: PasskeySignInService,
    private readonly relyingParty: RelyingParty,
  ) {}

  @Post('api/passkeys/challenge')
  @HttpCode(200)
  @Public({ identify: true })
  @AllowUnverifiedEmail()
  @AllowWithoutMfa()
  @RateLimit('passkey_challenges')
  @Header('cache-control', 'no-store')
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'createPasskeyChallenge',
    summary: 'Begin to sign in with a passkey, or to register one',
    description:
      'Without a token: `options` for a sign-in, with autofill too. With a token the answer has `creation_options` as ' +
      'well, to register a passkey with the same `challenge_id`; and `challenge_id` may go to `POST /api/reauthenticate`.',
  })
  @ApiBody({ type: PasskeyChallengeRequest, required: false })
  @ApiAnswer(200, PasskeyChallengeDto, 'validation_failed', 'unauthorized', 'too_many_attempts')
  challenge(
    @CurrentUser() principal: Principal | undefined,
    @Body() { purpose }: PasskeyChallengeRequest,
    @Headers('authorization') authorization?: string,
  ): Promise<PasskeyChallengeDto> {
    if (principal) return this.challenges.forUser(principal, purpose ?? 'sign_in');
    // A client whose token has expired must get 401, so that it refreshes the token.
    if (purpose === 'register') throw authorization ? new AuthException('invalid_token') : unauthorized();
    return this.challenges.forAnyone();
  }

  @Post('api/passkeys/login')
  @HttpCode(200)
  @Public()
  @RateLimit('login')
  @TokensInCookies()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'loginWithPasskey',
    summary: 'Sign in with a passkey',
    description:
      'No password and no second factor: the passkey has verified its user. Every wrong proof is answered ' +
      '`invalid_passkey`. A challenge is used up by the first answer to it, right or wrong.',
  })
  @ApiAnswer(
    200,
    new AnyOf(SignInResultDto, BrowserSignInResultDto),
    'validation_failed',
    'invalid_passkey',
    'email_not_verified',
    'account_banned',
    'account_deactivated',
    'origin_not_allowed',
    'too_many_attempts',
  )
  login(@Body() login: PasskeyLogin, @ReqMetadata() metadata: RequestMetadata): Promise<SignInResultDto> {
    return this.signIn.signIn(login, metadata);
  }

  @Get('.well-known/webauthn')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    operationId: 'getRelatedOrigins',
    summary: 'The sites where passkeys of this service may be used',
    description: 'WebAuthn Level 3 §5.11: browsers read it where the page is not on the domain of the passkeys.',
  })
  @ApiAnswer(200, RelatedOriginsDto)
  relatedOrigins(): RelatedOriginsDto {
    return { origins: this.relyingParty.webOrigins };
  }
}

const unauthorized = () => problems.unauthorized({ headers: { 'www-authenticate': 'Bearer realm="collabsphere"' } });
