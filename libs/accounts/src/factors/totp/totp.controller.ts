import { AllowWithoutMfa, CurrentUser, type Principal, RequireRecentAuth } from '#auth';
import { ApiAnswer, ReqMetadata, type RequestMetadata } from '#platform';
import { Body, Controller, Delete, Header, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TotpConfirmationDto } from '../mfa.dto';
import { TotpCode, TotpSetupDto } from './totp.dto';
import { TotpService } from './totp.service';

@ApiTags('Second factors')
@ApiBearerAuth()
@AllowWithoutMfa()
@Controller('api/mfa/totp')
export class TotpController {
  constructor(private readonly totp: TotpService) {}

  @Post()
  @HttpCode(200)
  @RequireRecentAuth()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'startTotp',
    summary: 'Set up an authenticator app',
    description: 'A new secret (RFC 6238: SHA-1, 6 digits, 30 s), to be confirmed with a code within 10 minutes.',
  })
  @ApiAnswer(200, TotpSetupDto, 'totp_already_set')
  start(@CurrentUser() principal: Principal): Promise<TotpSetupDto> {
    return this.totp.start(principal);
  }

  @Post('confirm')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'confirmTotp',
    summary: 'Confirm the authenticator app with its first code',
    description:
      'From now on a login needs a second factor. Where it is the first one, all other sessions end, and ten recovery ' +
      'codes are made.',
  })
  @ApiAnswer(
    200,
    TotpConfirmationDto,
    'validation_failed',
    'totp_already_set',
    'totp_setup_expired',
    'too_many_attempts',
  )
  async confirm(
    @CurrentUser() principal: Principal,
    @Body() { code }: TotpCode,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<TotpConfirmationDto> {
    return { recovery_codes: await this.totp.confirm(principal, code, metadata) };
  }

  @Delete()
  @HttpCode(204)
  @RequireRecentAuth()
  @ApiOperation({
    operationId: 'removeTotp',
    summary: 'Remove the authenticator app',
    description: 'Where it is the last second factor, the recovery codes and trusted devices go too.',
  })
  @ApiAnswer(204, undefined, 'totp_not_set')
  async remove(@CurrentUser() principal: Principal, @ReqMetadata() metadata: RequestMetadata): Promise<void> {
    await this.totp.remove(principal, metadata);
  }
}
