import { Public } from '#auth';
import { ApiAnswer, MessageDto, RateLimit, ReqMetadata, type RequestMetadata } from '#platform';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { OwnerSetup, OwnerSetupLink, SetupLinkStatusDto } from './owner-setup.dto';
import { OwnerSetupService } from './owner-setup.service';

@ApiTags('Set-up')
@Public()
@Controller('api/setup')
export class OwnerSetupController {
  constructor(private readonly setup: OwnerSetupService) {}

  @Post('preview')
  @HttpCode(200)
  @RateLimit('token')
  @ApiOperation({
    operationId: 'previewSetup',
    summary: 'Whether a set-up link is valid',
    description: 'Does not use the link.',
  })
  @ApiAnswer(200, SetupLinkStatusDto, 'validation_failed', 'invalid_token', 'token_expired', 'too_many_attempts')
  async preview(@Body() { token }: OwnerSetupLink): Promise<SetupLinkStatusDto> {
    return { expires_at: (await this.setup.check(token)).toISOString() };
  }

  @Post()
  @RateLimit('token')
  @ApiOperation({
    operationId: 'setUpOwner',
    summary: 'Make the first owner',
    description:
      'With the link that the service logs at its start while there is no owner. The address counts as verified. Once there is an owner every link is invalid.',
  })
  @ApiAnswer(
    201,
    MessageDto,
    'validation_failed',
    'invalid_token',
    'token_expired',
    'email_taken',
    'username_taken',
    'too_many_attempts',
  )
  async create(@Body() body: OwnerSetup, @ReqMetadata() metadata: RequestMetadata): Promise<MessageDto> {
    const { token, email, username, full_name: fullName, password } = body;
    await this.setup.create(token, { email, username, fullName, password }, metadata);
    return { message: 'The owner is made, and can sign in.' };
  }
}
