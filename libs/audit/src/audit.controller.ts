import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import { ApiAnswer, DEFAULT_LIMIT, cursorParts, type Page, toPage, PageDto, parseCursor } from '#platform';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AuditEntry } from './audit-entry.entity';
import { AuditLog } from './audit-log.service';
import { AuditVisibility } from './audit-visibility';
import { AuditEntryDto, AuditQuery, publicDetails, redactAuditEntry, toAuditEntryDto } from './audit.dto';

@ApiTags('Audit log')
@ApiBearerAuth()
@Controller('api/audit-log')
export class AuditController {
  constructor(
    private readonly audit: AuditLog,
    private readonly visibility: AuditVisibility,
  ) {}

  @Get()
  @RequirePermissions('can_manage_users')
  @ApiOperation({
    operationId: 'listAuditLog',
    summary: 'List the audit log',
    description:
      'The newest first. For users who are not of a lower rank it omits what the lists of users and sessions omit.',
  })
  @ApiAnswer(200, PageDto(AuditEntryDto), 'validation_failed')
  async list(
    @CurrentUser() { userId }: Principal,
    @Query() { limit = DEFAULT_LIMIT, cursor, since, ...filter }: AuditQuery,
  ): Promise<Page<AuditEntryDto>> {
    const [before] = parseCursor(cursor, [cursorParts.bigint]) ?? [];
    const entries = await this.audit.list({ ...filter, since: since ? new Date(since) : undefined }, limit + 1, before);
    const canView = await this.visibility.forReader(userId, entries.map(toAuditEntryDto));
    const toRedactedDto = (entry: AuditEntry) => redactAuditEntry(canView, toAuditEntryDto(entry), publicDetails);
    return toPage(entries, limit, ({ seq }) => [seq], toRedactedDto);
  }
}
