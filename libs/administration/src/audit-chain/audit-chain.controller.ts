import { AuditChainDto, toAuditChainDto } from '#audit';
import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import { ApiAnswer, ReqMetadata, type RequestMetadata } from '#platform';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditChainService } from './audit-chain.service';

@ApiTags('Audit log')
@ApiBearerAuth()
@RequirePermissions('can_manage_users')
@Controller('api/audit-log/chain')
export class AuditChainController {
  constructor(private readonly chain: AuditChainService) {}

  @Post('verify')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'verifyAuditChain',
    summary: 'Verify the hash chain',
    description: 'A job verifies every entry in the database; the result is then in `GET /api/audit-log/chain`.',
  })
  @ApiAnswer(202, AuditChainDto)
  async verify(@CurrentUser() principal: Principal, @ReqMetadata() metadata: RequestMetadata): Promise<AuditChainDto> {
    return toAuditChainDto(await this.chain.requestVerification(principal, metadata));
  }
}
