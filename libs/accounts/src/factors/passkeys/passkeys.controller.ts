import { AllowWithoutMfa, CurrentUser, type Principal, RequireRecentAuth } from '#auth';
import { ApiAnswer, IdParam, ReqMetadata, type RequestMetadata } from '#platform';
import { Body, Controller, Delete, Header, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NewPasskeyRequest, PasskeyChanges, PasskeyDto, RegisteredPasskeyDto, toPasskeyDto } from './passkey.dto';
import { PasskeysService } from './passkeys.service';

@ApiTags('Passkeys')
@ApiBearerAuth()
@AllowWithoutMfa()
@Controller('api/passkeys')
export class PasskeysController {
  constructor(private readonly passkeys: PasskeysService) {}

  @Post()
  @RequireRecentAuth()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'registerPasskey',
    summary: 'Register a passkey',
    description:
      'The user can sign in with it alone, and a login by password needs a second factor from now on. Where it is the ' +
      'first one, all other sessions end, and ten recovery codes are made. At most 20 for each account.',
  })
  @ApiAnswer(201, RegisteredPasskeyDto, 'validation_failed', 'passkey_already_registered', 'too_many_passkeys')
  async register(
    @CurrentUser() principal: Principal,
    @Body() request: NewPasskeyRequest,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<RegisteredPasskeyDto> {
    const { passkey, recoveryCodes } = await this.passkeys.register(principal, request, metadata);
    return { passkey: toPasskeyDto(passkey), recovery_codes: recoveryCodes };
  }

  @Patch(':id')
  @ApiOperation({ operationId: 'renamePasskey', summary: 'Rename a passkey' })
  @ApiAnswer(200, PasskeyDto, 'validation_failed', 'passkey_not_found')
  async rename(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() { name }: PasskeyChanges,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<PasskeyDto> {
    return toPasskeyDto(await this.passkeys.rename(principal, id, name, metadata));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireRecentAuth()
  @ApiOperation({
    operationId: 'removePasskey',
    summary: 'Remove a passkey',
    description: 'Where it is the last second factor, the recovery codes and trusted devices go too.',
  })
  @ApiAnswer(204, undefined, 'validation_failed', 'passkey_not_found')
  async remove(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.passkeys.remove(principal, id, metadata);
  }
}
