import { AllowUnverifiedEmail, CurrentUser, type Principal, RequireRecentAuth } from '#auth';
import { ApiAnswer, databaseClock, PersonalData, RateLimitByUser, ReqMetadata, type RequestMetadata } from '#platform';
import { BrowserSessions } from '#sessions';
import { Body, Controller, Delete, Get, Header, HttpCode, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
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
    private readonly browserSessions: BrowserSessions,
  ) {}

  @Delete()
  @HttpCode(204)
  @RequireRecentAuth({ onlyIfEnrolled: true })
  @ApiOperation({
    operationId: 'deleteAccount',
    summary: 'Delete the own account',
    description:
      'Deletes all personal data at once and revokes every token. The audit log keeps ids and actions. It can not be undone.',
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
  async delete(
    @CurrentUser() principal: Principal,
    @Body() { password }: AccountDeletion,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.deletion.delete(principal, password, metadata);
    this.browserSessions.forget(reply, principal.sessionId);
  }

  @Get('export')
  @RateLimitByUser('export')
  @Header('content-disposition', 'attachment; filename="collabsphere-account.json"')
  @ApiOperation({
    operationId: 'exportAccount',
    summary: 'Export the own personal data as a file',
    description: 'Without secrets: no password hash, no token.',
  })
  @ApiAnswer(200, AccountExport, 'user_not_found', 'too_many_attempts')
  async export(@CurrentUser() { userId }: Principal): Promise<AccountExport> {
    const parts = (await this.personalData.collect(userId)) as Omit<AccountExport, 'format' | 'exported_at'>;
    return { format: EXPORT_FORMAT, exported_at: databaseClock.date().toISOString(), ...parts };
  }
}
