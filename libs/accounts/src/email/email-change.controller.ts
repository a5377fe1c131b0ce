import { CurrentUser, type Principal, Public, RequireRecentAuth } from '#auth';
import { ApiAnswer, type RequestMetadata, ReqMetadata, MessageDto, RateLimit, Language, text } from '#platform';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EmailChangeService } from './email-change.service';
import { EmailChange, EmailConfirmation } from './email-change.dto';

@ApiTags('Account')
@Controller('api/email')
export class EmailChangeController {
  constructor(private readonly changes: EmailChangeService) {}

  @Post('change')
  @HttpCode(202)
  @ApiBearerAuth()
  @RequireRecentAuth({ onlyIfEnrolled: true })
  @ApiOperation({
    operationId: 'requestEmailChange',
    summary: 'Change the e-mail address',
    description: 'Mails a link to the new address and a notice to the old one.',
  })
  @ApiAnswer(
    202,
    MessageDto,
    'validation_failed',
    'email_taken',
    'password_changed_meanwhile',
    'user_not_found',
    'too_many_attempts',
  )
  async request(
    @CurrentUser() principal: Principal,
    @Body() { new_email, password }: EmailChange,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
  ): Promise<MessageDto> {
    await this.changes.request(principal, new_email, password, metadata);
    return { message: text(language, 'answers.email_change_mailed') };
  }

  @Post('confirm')
  @HttpCode(200)
  @Public()
  @RateLimit('token')
  @ApiOperation({
    operationId: 'confirmEmailChange',
    summary: 'Confirm the new e-mail address',
    description: 'With the token from the mail: once, within 24 h.',
  })
  @ApiAnswer(200, MessageDto, 'validation_failed', 'invalid_token', 'token_expired', 'email_taken', 'too_many_attempts')
  async confirm(
    @Body() { token }: EmailConfirmation,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
  ): Promise<MessageDto> {
    await this.changes.confirm(token, metadata);
    return { message: text(language, 'answers.email_changed') };
  }
}
