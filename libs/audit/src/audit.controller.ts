import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import { ApiAnswer, cursorParts, DEFAULT_LIMIT, IdParam, type Page, PageDto, parseCursor, toPage } from '#platform';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditChainDto, toAuditChainDto } from './audit-chain.dto';
import { AuditReader } from './audit-reader.service';
import { AuditVerification } from './audit-verification.service';
import { AuditEntryDto, AuditQuery } from './audit.dto';

const REDACTED = 'For users who are not of a lower rank it omits what the lists of users and sessions omit.';

@ApiTags('Audit log')
@ApiBearerAuth()
@RequirePermissions('can_manage_users')
@Controller('api/audit-log')
export class AuditController {
  constructor(
    private readonly reader: AuditReader,
    private readonly verification: AuditVerification,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listAuditLog',
    summary: 'List the audit log',
    description: `The newest first. ${REDACTED}`,
  })
  @ApiAnswer(200, PageDto(AuditEntryDto), 'validation_failed')
  async list(
    @CurrentUser() { userId }: Principal,
    @Query() { limit = DEFAULT_LIMIT, cursor, since, ...filter }: AuditQuery,
  ): Promise<Page<AuditEntryDto>> {
    const [before] = parseCursor(cursor, [cursorParts.bigint]) ?? [];
    const complete = { ...filter, since: since ? new Date(since) : undefined };
    return toPage(
      await this.reader.list(userId, complete, limit + 1, before),
      limit,
      ({ seq }) => [seq],
      ({ dto }) => dto,
    );
  }

  @Get('chain')
  @ApiOperation({
    operationId: 'getAuditChain',
    summary: 'The state of the hash chain',
    description: 'With the result of the last verification that was asked for here.',
  })
  @ApiAnswer(200, AuditChainDto)
  async readChain(): Promise<AuditChainDto> {
    return toAuditChainDto(await this.verification.read());
  }

  @Get(':id')
  @ApiOperation({
    operationId: 'getAuditEntry',
    summary: 'Read an entry of the audit log',
    description: REDACTED,
  })
  @ApiAnswer(200, AuditEntryDto, 'audit_entry_not_found')
  get(@CurrentUser() { userId }: Principal, @IdParam() id: string): Promise<AuditEntryDto> {
    return this.reader.find(userId, id);
  }
}
