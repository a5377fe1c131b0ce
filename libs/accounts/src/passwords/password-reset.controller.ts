import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import { ApiAnswer, type RequestMetadata, ReqMetadata, IdParam, MessageDto, Language, text } from '#platform';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PasswordResetRequestsService } from './password-reset-requests.service';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('api/users')
export class PasswordResetController {
  constructor(private readonly requests: PasswordResetRequestsService) {}

  @Post(':id/password-reset')
  @HttpCode(202)
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'sendPasswordReset',
    summary: 'Mail a user a link to reset the password',
    description: 'The admin does not choose the password.',
  })
  @ApiAnswer(202, MessageDto, 'outranked', 'user_not_found')
  async reset(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
    @Language() language: string,
  ): Promise<MessageDto> {
    await this.requests.requestByAdmin(principal, id, metadata);
    return { message: text(language, 'answers.reset_mailed_to_user') };
  }
}
