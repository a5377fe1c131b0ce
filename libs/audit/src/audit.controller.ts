import { RequirePermissions } from '#auth';
import { Answer, DEFAULT_LIMIT, keyParts, type Page, pageOf, PageWire, readCursor } from '#platform';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditLog } from './audit-log.service';
import { AuditEntryWire, AuditQuery, toAuditEntryWire } from './audit.wire';

@ApiTags('Audit log')
@ApiBearerAuth()
@Controller('api/audit-log')
export class AuditController {
  constructor(private readonly audit: AuditLog) {}

  @Get()
  @RequirePermissions('can_manage_users')
  @ApiOperation({ operationId: 'listAuditLog', summary: 'Who did what to whom', description: 'The newest first.' })
  @Answer(200, PageWire(AuditEntryWire), 'validation_failed')
  async list(@Query() { limit = DEFAULT_LIMIT, cursor, since, ...filter }: AuditQuery): Promise<Page<AuditEntryWire>> {
    const [before] = readCursor(cursor, [keyParts.bigint]) ?? [];
    const entries = await this.audit.list({ ...filter, since: since ? new Date(since) : undefined }, limit + 1, before);
    return pageOf(entries, limit, ({ seq }) => [seq], toAuditEntryWire);
  }
}
