import { RequirePermissions } from '#auth';
import { Answer, DEFAULT_LIMIT, keyParts, type Page, pageOf, PageDto, readCursor } from '#platform';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditLog } from './audit-log.service';
import { AuditEntryDto, AuditQuery, toAuditEntryDto } from './audit.dto';

@ApiTags('Audit log')
@ApiBearerAuth()
@Controller('api/audit-log')
export class AuditController {
  constructor(private readonly audit: AuditLog) {}

  @Get()
  @RequirePermissions('can_manage_users')
  @ApiOperation({ operationId: 'listAuditLog', summary: 'Who did what to whom', description: 'The newest first.' })
  @Answer(200, PageDto(AuditEntryDto), 'validation_failed')
  async list(@Query() { limit = DEFAULT_LIMIT, cursor, since, ...filter }: AuditQuery): Promise<Page<AuditEntryDto>> {
    const [before] = readCursor(cursor, [keyParts.bigint]) ?? [];
    const entries = await this.audit.list({ ...filter, since: since ? new Date(since) : undefined }, limit + 1, before);
    return pageOf(entries, limit, ({ seq }) => [seq], toAuditEntryDto);
  }
}
