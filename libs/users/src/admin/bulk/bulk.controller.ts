import { AuthException, AuthorizationState, CurrentUser, type Principal, ReadOnly, RequireAnyPermission } from '#auth';
import { ApiAnswer, ReqMetadata, type RequestMetadata } from '#platform';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { bulkActions } from './bulk-actions';
import { BulkPreviewService } from './bulk-preview.service';
import { BulkAction, BulkPreviewDto, BulkResultDto } from './bulk.dto';
import { BulkService } from './bulk.service';

const NEEDS = '`ban` and `unban` need `can_ban_users`, all others `can_manage_users`.';

@ApiTags('Users')
@ApiBearerAuth()
@RequireAnyPermission('can_manage_users', 'can_ban_users')
@Controller('api/users/bulk')
export class BulkController {
  constructor(
    private readonly bulk: BulkService,
    private readonly previews: BulkPreviewService,
    private readonly state: AuthorizationState,
  ) {}

  @Post('preview')
  @ReadOnly()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'previewBulkAction',
    summary: 'What an action on many users would answer for each of them',
    description: `Changes nothing. ${NEEDS}`,
  })
  @ApiAnswer(200, BulkPreviewDto, 'validation_failed', 'role_not_found')
  preview(@CurrentUser() principal: Principal, @Body() bulk: BulkAction): Promise<BulkPreviewDto> {
    this.assertHolds(principal, bulk);
    return this.previews.preview(principal, bulk);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'runBulkAction',
    summary: 'Do something to many users',
    description: `One transaction and one audit entry for each user. What is refused for one is done for the others. ${NEEDS}`,
  })
  @ApiAnswer(200, BulkResultDto, 'validation_failed', 'role_not_found')
  run(
    @CurrentUser() principal: Principal,
    @Body() bulk: BulkAction,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<BulkResultDto> {
    this.assertHolds(principal, bulk);
    return this.bulk.run(principal, bulk, metadata);
  }

  private assertHolds(principal: Principal, { action }: BulkAction): void {
    const permission = bulkActions[action];
    if (!this.state.holds(principal, permission))
      throw new AuthException('permission_denied', { detail: `You need ${permission}.`, missing: [permission] });
  }
}
