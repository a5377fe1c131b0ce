import { AllowUnverifiedEmail, AllowWithoutMfa, AuthException, CurrentUser, type Principal, Public } from '#auth';
import {
  AnyOf,
  ApiAnswer,
  type RequestMetadata,
  ReqMetadata,
  MessageDto,
  problems,
  RateLimit,
  Language,
  text,
  msg,
  AskedLanguage,
} from '#platform';
import { TokensInCookies } from '#sessions';
import { Body, Controller, Get, Head, Header, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiExcludeEndpoint, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { BrowserRegistrationResultDto, RegistrationResultDto } from '../accounts.dto';
import { RegistrationService } from './registration.service';
import { EmailVerification, Registration, VerificationRequest } from './registration.dto';
import { EmailVerificationService } from './email-verification.service';
import { VerificationResendService } from './verification-resend.service';

@ApiTags('Account')
@Controller('api')
export class RegistrationController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly verification: EmailVerificationService,
    private readonly resends: VerificationResendService,
  ) {}

  @Post('register')
  @Public()
  @RateLimit('register')
  @TokensInCookies()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'register',
    summary: 'Register',
    description:
      'Assigns the default role, signs the device in, and sends the verification mail. With an invitation the role of it ' +
      'is given too, and the address is verified. With `REGISTRATION_PRIVACY=strict` the answer is 202 without tokens, ' +
      'whether the address is free or taken; an invitation is answered 201.',
  })
  @ApiAnswer(202, MessageDto)
  @ApiAnswer(
    201,
    new AnyOf(RegistrationResultDto, BrowserRegistrationResultDto),
    'validation_failed',
    'invalid_invitation',
    'invitation_expired',
    'registration_closed',
    'invitation_required',
    'email_taken',
    'username_taken',
    'origin_not_allowed',
    'too_many_attempts',
  )
  async register(
    @Body() registration: Registration,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
    @AskedLanguage() asked: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegistrationResultDto | MessageDto> {
    registration.locale ??= asked;
    const result = await this.registration.register(registration, metadata);
    const { invitation_token: invitation } = registration;
    if (result)
      return {
        ...result,
        message: text(language, invitation ? 'answers.registered_by_invitation' : 'answers.registered'),
      };
    void reply.status(202);
    return { message: text(language, 'answers.registration_mailed') };
  }

  @Post('verify-email')
  @HttpCode(200)
  @Public()
  @RateLimit('token')
  @ApiOperation({
    operationId: 'verifyEmail',
    summary: 'Verify the e-mail address',
    description: 'With the token from the mail: once, within 24 h.',
  })
  @ApiAnswer(200, MessageDto, 'invalid_token', 'token_expired', 'validation_failed', 'too_many_attempts')
  async verify(
    @Body() { token }: EmailVerification,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
  ): Promise<MessageDto> {
    const isNew = await this.verification.verify(token, metadata);
    return { message: text(language, isNew ? 'answers.email_verified' : 'answers.email_verified_already') };
  }

  /** Mail scanners check links by HEAD: it must not use the token up. */
  @Head('verify-email/:token')
  @Public()
  @ApiExcludeEndpoint()
  checkVerificationLink(): void {}

  @Get('verify-email/:token')
  @Public()
  @RateLimit('token')
  @ApiOperation({
    operationId: 'verifyEmailByLink',
    summary: 'Verify the e-mail address (old clients)',
    description: 'The same as `POST /api/verify-email`, for clients of CollabSphere, which open the link themselves.',
    deprecated: true,
  })
  @ApiParam({ name: 'token', example: 'Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM' })
  @ApiAnswer(200, MessageDto, 'invalid_token', 'token_expired', 'not_found', 'too_many_attempts')
  verifyByLink(
    @Param('token') token: string,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
  ): Promise<MessageDto> {
    return this.verify({ token }, metadata, language);
  }

  @Post('resend-verification')
  @HttpCode(202)
  @Public({ identify: true })
  @AllowUnverifiedEmail()
  @AllowWithoutMfa()
  @RateLimit('mail')
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'resendVerification',
    summary: 'Send the verification mail again',
    description: 'Signed in: `{}`. Signed out: the address. The answer is always the same.',
  })
  @ApiBody({ type: VerificationRequest, required: false })
  @ApiAnswer(202, MessageDto, 'validation_failed', 'too_many_attempts')
  async resend(
    @CurrentUser() principal: Principal | undefined,
    @Body() request: VerificationRequest,
    @Language() language: string,
    @Headers('authorization') authorization?: string,
  ): Promise<MessageDto> {
    if (request.email) await this.resends.requestByEmail(request.email);
    else if (principal) await this.resends.resendToSelf(principal);
    // A client with an expired token must get 401, so that it refreshes the token.
    else if (authorization) throw new AuthException('invalid_token');
    else
      throw problems.validation_failed({
        errors: [{ field: 'email', code: 'required', message: msg('faults.required') }],
      });
    return { message: text(language, 'answers.verification_mailed') };
  }
}
