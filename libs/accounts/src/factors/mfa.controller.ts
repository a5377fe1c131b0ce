import { AllowWithoutMfa, CurrentUser, type Principal, RequireRecentAuth } from '#auth';
import { ApiAnswer, ReqMetadata, type RequestMetadata } from '#platform';
import { Controller, Delete, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MfaDto, RecoveryCodesDto } from './mfa.dto';
import { MfaService } from './mfa.service';

@ApiTags('Second factors')
@ApiBearerAuth()
@AllowWithoutMfa()
@Controller('api/mfa')
export class MfaController {
  constructor(private readonly mfa: MfaService) {}

  @Get()
  @ApiOperation({ operationId: 'getMfa', summary: 'Own second factors' })
  @ApiAnswer(200, MfaDto)
  read(@CurrentUser() principal: Principal): Promise<MfaDto> {
    return this.mfa.read(principal);
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @RequireRecentAuth()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'renewRecoveryCodes',
    summary: 'Make ten new recovery codes',
    description: 'The old ones are void. Each replaces a second factor once. Trusted devices are void too.',
  })
  @ApiAnswer(200, RecoveryCodesDto, 'mfa_not_set')
  async renewRecoveryCodes(
    @CurrentUser() principal: Principal,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<RecoveryCodesDto> {
    return { recovery_codes: await this.mfa.renewRecoveryCodes(principal, metadata) };
  }

  @Delete('trusted-devices')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'removeTrustedDevices',
    summary: 'Trust no device any more',
    description: 'The next login on each of them needs the second factor.',
  })
  @ApiAnswer(204)
  async removeTrustedDevices(
    @CurrentUser() principal: Principal,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.mfa.removeTrustedDevices(principal, metadata);
  }
}
