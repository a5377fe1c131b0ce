import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import { ApiAnswer, IdParam, ReqMetadata, type RequestMetadata } from '#platform';
import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminUserDto } from './admin-user.dto';
import { AdminUserMapper } from './admin-user.mapper';
import { BanRequest } from './bans.dto';
import { BansService } from './bans.service';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('api')
export class BansController {
  constructor(
    private readonly bans: BansService,
    private readonly adminUsers: AdminUserMapper,
  ) {}

  @Post('users/:id/ban')
  @HttpCode(200)
  @RequirePermissions('can_ban_users')
  @ApiOperation({
    operationId: 'banUser',
    summary: 'Ban a user',
    description: 'Ends every session at once. With `until` the ban expires then.',
  })
  @ApiAnswer(200, AdminUserDto, 'validation_failed', 'outranked', 'cannot_ban_yourself', 'user_not_found', 'last_owner')
  async ban(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() ban: BanRequest,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.bans.ban(principal, id, ban, metadata);
    return this.adminUsers.findById(id);
  }

  @Delete('users/:id/ban')
  @RequirePermissions('can_ban_users')
  @ApiOperation({
    operationId: 'unbanUser',
    summary: 'Lift a ban',
    description: 'The user may sign in again. Without a ban nothing changes.',
  })
  @ApiAnswer(200, AdminUserDto, 'outranked', 'user_not_found')
  async unban(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<AdminUserDto> {
    await this.bans.unban(principal, id, metadata);
    return this.adminUsers.findById(id);
  }
}
