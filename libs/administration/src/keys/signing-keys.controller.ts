import { CurrentUser, type Principal, RequirePermissions, RequireRecentAuth } from '#auth';
import { ApiAnswer, ReqMetadata, type RequestMetadata } from '#platform';
import { SigningKeysService } from '#sessions';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OPERATE } from '../operator-permission';
import {
  KeyRotationDto,
  KeyRotationRequest,
  SigningKeysDto,
  toKeyRotationDto,
  toSigningKeyDto,
} from './signing-keys.dto';

@RequirePermissions(OPERATE)
@ApiTags('Operations')
@ApiBearerAuth()
@Controller('api/signing-keys')
export class SigningKeysController {
  constructor(private readonly keys: SigningKeysService) {}

  @Get()
  @ApiOperation({
    operationId: 'listSigningKeys',
    summary: 'List the keys of access tokens',
    description: 'Those that are in use, and those that have retired within a day. Never the private keys.',
  })
  @ApiAnswer(200, SigningKeysDto)
  async list(): Promise<SigningKeysDto> {
    return { items: (await this.keys.list()).map(toSigningKeyDto) };
  }

  @Post('rotate')
  @HttpCode(200)
  @RequireRecentAuth()
  @ApiOperation({
    operationId: 'rotateSigningKeys',
    summary: 'Make a new key of access tokens',
    description: 'The old keys stay in the key set until their last token has expired. No token becomes invalid.',
  })
  @ApiAnswer(200, KeyRotationDto, 'validation_failed')
  async rotate(
    @CurrentUser() principal: Principal,
    @Body() { immediately }: KeyRotationRequest,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<KeyRotationDto> {
    const by = { actor: principal, required: [OPERATE], metadata };
    return toKeyRotationDto(await this.keys.rotate({ immediately: immediately ?? false }, by));
  }

  @Post('withdraw')
  @HttpCode(200)
  @RequireRecentAuth()
  @ApiOperation({
    operationId: 'withdrawSigningKeys',
    summary: 'Withdraw all keys of access tokens',
    description:
      'For a key that has leaked. All access tokens are refused at once, the one of this request included; every client has to refresh.',
  })
  @ApiAnswer(200, KeyRotationDto)
  async withdraw(
    @CurrentUser() principal: Principal,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<KeyRotationDto> {
    const by = { actor: principal, required: [OPERATE], metadata };
    return toKeyRotationDto(await this.keys.rotate({ leaked: true }, by));
  }
}
