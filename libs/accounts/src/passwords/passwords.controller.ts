import { CurrentUser, type Principal, Public } from '#auth';
import { ApiAnswer, type RequestMetadata, ReqMetadata, MessageDto, RateLimit, Language, text } from '#platform';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PasswordResetRequestsService } from './password-reset-requests.service';
import { ForgotPasswordRequest, PasswordChange, PasswordReset } from './password.dto';
import { PasswordChangeService } from './password-change.service';
import { PasswordResetService } from './password-reset.service';

@ApiTags('Account')
@Controller('api/password')
export class PasswordsController {
  constructor(
    private readonly changes: PasswordChangeService,
    private readonly requests: PasswordResetRequestsService,
    private readonly resets: PasswordResetService,
  ) {}

  @Post('change')
  @HttpCode(200)
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'changePassword',
    summary: 'Change the password',
    description: 'Ends every other session.',
  })
  @ApiAnswer(200, MessageDto, 'validation_failed', 'password_changed_meanwhile', 'too_many_attempts')
  async change(
    @CurrentUser() principal: Principal,
    @Body() { current_password, new_password }: PasswordChange,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
  ): Promise<MessageDto> {
    await this.changes.change(principal, { currentPassword: current_password, newPassword: new_password }, metadata);
    return { message: text(language, 'answers.password_changed') };
  }

  @Post('forgot')
  @HttpCode(202)
  @Public()
  @RateLimit('mail')
  @ApiOperation({
    operationId: 'forgotPassword',
    summary: 'Request a link to reset the password',
    description: 'The answer is always the same.',
  })
  @ApiAnswer(202, MessageDto, 'validation_failed', 'too_many_attempts')
  async forgot(
    @Body() { email }: ForgotPasswordRequest,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
  ): Promise<MessageDto> {
    await this.requests.requestByEmail(email, metadata);
    return { message: text(language, 'answers.reset_mailed') };
  }

  @Post('reset')
  @HttpCode(200)
  @Public()
  @RateLimit('token')
  @ApiOperation({
    operationId: 'resetPassword',
    summary: 'Reset the password',
    description: 'With the token from the mail: once, within 1 h. Ends every session.',
  })
  @ApiAnswer(200, MessageDto, 'validation_failed', 'invalid_token', 'token_expired', 'too_many_attempts')
  async reset(
    @Body() { token, new_password }: PasswordReset,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
  ): Promise<MessageDto> {
    await this.resets.reset(token, new_password, metadata);
    return { message: text(language, 'answers.password_reset') };
  }
}
