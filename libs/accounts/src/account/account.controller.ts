import { AllowUnverifiedEmail, CurrentUser, type Principal, RequireRecentAuth } from '#auth';
import { ApiAnswer, PersonalData } from '#platform';
import { Body, Controller, Delete, Get, Header, HttpCode } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccountDeletionService } from './account-deletion.service';
import { AccountDeletion, AccountExport, EXPORT_FORMAT } from './account.dto';

/** Open to who has not verified: it is their data all the same. */
@ApiTags('Account')
@ApiBearerAuth()
@AllowUnverifiedEmail()
@Controller('api/account')
export class AccountController {
  constructor(
    private readonly deletion: AccountDeletionService,
    private readonly personalData: PersonalData,
  ) {}

  @Delete()
  @HttpCode(204)
  @RequireRecentAuth({ onlyIfEnrolled: true })
  @ApiOperation({
    operationId: 'deleteAccount',
    summary: 'Delete the own account',
    description:
      'All personal data goes at once, and every token is refused. The audit log keeps ids and actions. There is no way back.',
  })
  @ApiAnswer(
    204,
    undefined,
    'validation_failed',
    'user_not_found',
    'last_owner',
    'password_changed_meanwhile',
    'too_many_attempts',
  )
  async delete(@CurrentUser() principal: Principal, @Body() { password }: AccountDeletion): Promise<void> {
    await this.deletion.delete(principal, password);
  }

  @Get('export')
  @Header('content-disposition', 'attachment; filename="collabsphere-account.json"')
  @ApiOperation({
    operationId: 'exportAccount',
    summary: 'Everything held about oneself, as a file',
    description: 'Without secrets: no password hash, no token.',
  })
  @ApiAnswer(200, AccountExport, 'user_not_found')
  async export(@CurrentUser() { userId }: Principal): Promise<AccountExport> {
    const parts = (await this.personalData.collect(userId)) as Omit<AccountExport, 'format' | 'exported_at'>;
    return { format: EXPORT_FORMAT, exported_at: new Date().toISOString(), ...parts };
  }
}
