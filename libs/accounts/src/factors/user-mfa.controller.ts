import { CurrentUser, type Principal, RequirePermissions, RequireRecentAuth } from '#auth';
import { ApiAnswer, IdParam, ReqMetadata, type RequestMetadata } from '#platform';
import { Controller, Delete, HttpCode } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UserMfaService } from './user-mfa.service';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('api/users')
export class UserMfaController {
  constructor(private readonly userMfa: UserMfaService) {}

  @Delete(':id/mfa')
  @HttpCode(204)
  @RequirePermissions('can_manage_users')
  @RequireRecentAuth()
  @ApiOperation({
    operationId: 'resetUserMfa',
    summary: 'Remove all second factors of a user',
    description:
      'For a user who has lost them. Authenticator app, passkeys, recovery codes and trusted devices go, all sessions ' +
      'end, and the user gets a mail. The password stays.',
  })
  @ApiAnswer(204, undefined, 'validation_failed', 'outranked', 'user_not_found')
  async reset(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.userMfa.reset(principal, id, metadata);
  }
}
