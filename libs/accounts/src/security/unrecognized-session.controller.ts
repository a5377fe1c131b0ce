import { Public } from '#auth';
import { ApiAnswer, type RequestMetadata, ReqMetadata, MessageDto, RateLimit, Language, text } from '#platform';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { MailedToken } from '../one-time-tokens/mailed-token.field';
import { UnrecognizedSessionService } from './unrecognized-session.service';

export class UnrecognizedSessionReport {
  @MailedToken() token: string;
}

@ApiTags('Sessions and devices')
@Controller('api/sessions')
export class UnrecognizedSessionController {
  constructor(private readonly unrecognizedSessions: UnrecognizedSessionService) {}

  @Post('disown')
  @HttpCode(200)
  @Public()
  @RateLimit('token')
  @ApiOperation({
    operationId: 'reportUnrecognizedSession',
    summary: 'Report an unrecognized session',
    description:
      'With the token from the mail about a new device: ends that session, and mails a link to choose a new password.',
  })
  @ApiAnswer(200, MessageDto, 'validation_failed', 'invalid_token', 'token_expired', 'too_many_attempts')
  async reportUnrecognizedSession(
    @Body() { token }: UnrecognizedSessionReport,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
  ): Promise<MessageDto> {
    await this.unrecognizedSessions.report(token, metadata);
    return { message: text(language, 'answers.device_signed_out') };
  }
}
