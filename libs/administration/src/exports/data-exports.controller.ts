import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import {
  ApiAnswer,
  ApiProblems,
  cursorParts,
  DEFAULT_LIMIT,
  IdParam,
  type Page,
  PageDto,
  PageQuery,
  parseCursor,
  RateLimitByUser,
  ReqMetadata,
  type RequestMetadata,
  toPage,
} from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataExportDto, NewAuditExport, NewUserExport, toDataExportDto } from './data-exports.dto';
import { DataExportsRepository } from './data-exports.repository';
import { DataExportsService } from './data-exports.service';
import { EXPORT_PERMISSION } from './export-permission';

const HOW = 'A job writes the file; ask `GET /api/exports/{id}` until its state is `done`. It is deleted after a day.';
const types = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' };

@RequirePermissions(EXPORT_PERMISSION)
@ApiTags('Exports')
@ApiBearerAuth()
@Controller('api')
export class DataExportsController {
  constructor(
    private readonly exports: DataExportsService,
    private readonly repository: DataExportsRepository,
  ) {}

  @Post('users/export')
  @HttpCode(202)
  @RateLimitByUser('export')
  @ApiOperation({
    operationId: 'exportUsers',
    summary: 'Export the users that match a filter',
    description: `With the filters of the list of users. ${HOW}`,
  })
  @ApiAnswer(202, DataExportDto, 'validation_failed', 'too_many_exports', 'too_many_attempts')
  async exportUsers(
    @CurrentUser() principal: Principal,
    @Body() { format, ...filter }: NewUserExport,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<DataExportDto> {
    const wanted = { kind: 'users', format, filter: present(filter) } as const;
    return toDataExportDto(await this.exports.create(principal, wanted, metadata));
  }

  @Post('audit-log/export')
  @HttpCode(202)
  @RateLimitByUser('export')
  @ApiOperation({
    operationId: 'exportAuditLog',
    summary: 'Export the audit log',
    description: `With the filters of the audit log, and without what it hides from you. ${HOW}`,
  })
  @ApiAnswer(202, DataExportDto, 'validation_failed', 'too_many_exports', 'too_many_attempts')
  async exportAuditLog(
    @CurrentUser() principal: Principal,
    @Body() { format, ...filter }: NewAuditExport,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<DataExportDto> {
    const wanted = { kind: 'audit_log', format, filter: present(filter) } as const;
    return toDataExportDto(await this.exports.create(principal, wanted, metadata));
  }

  @Get('exports')
  @ApiOperation({ operationId: 'listExports', summary: 'List the own exports', description: 'The newest first.' })
  @ApiAnswer(200, PageDto(DataExportDto), 'validation_failed')
  async list(
    @CurrentUser() { userId }: Principal,
    @Query() { limit = DEFAULT_LIMIT, cursor }: PageQuery,
  ): Promise<Page<DataExportDto>> {
    const [before] = parseCursor(cursor, [cursorParts.id]) ?? [];
    return toPage(await this.repository.list(userId, limit + 1, before), limit, ({ id }) => [id], toDataExportDto);
  }

  @Get('exports/:id')
  @ApiOperation({
    operationId: 'getExport',
    summary: 'The state of an export',
    description: 'Of an own one only.',
  })
  @ApiAnswer(200, DataExportDto, 'export_not_found')
  async get(@CurrentUser() principal: Principal, @IdParam() id: string): Promise<DataExportDto> {
    return toDataExportDto(await this.exports.find(principal, id));
  }

  @Get('exports/:id/file')
  @ApiOperation({
    operationId: 'downloadExport',
    summary: 'Download the file of an export',
    description: 'Only who has asked for it. Each download is in the audit log.',
  })
  @ApiOkResponse({
    description: 'Success.',
    content: {
      'text/csv': { schema: { type: 'string' }, example: '"id","email"\r\n' },
      'application/x-ndjson': {
        schema: { type: 'string' },
        example: '{"id":"0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41"}\n',
      },
    },
  })
  @ApiProblems('export_not_found', 'export_not_ready')
  async download(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<StreamableFile> {
    const { of, file } = await this.exports.open(principal, id, metadata);
    const name = `${of.kind.replace('_', '-')}-${of.createdAt.toISOString().slice(0, 10)}.${of.format}`;
    return new StreamableFile(file, { type: types[of.format], disposition: `attachment; filename="${name}"` });
  }

  @Delete('exports/:id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'removeExport',
    summary: 'Remove an export and its file',
    description: 'Of an own one only. An export that is running stops.',
  })
  @ApiAnswer(204, undefined, 'export_not_found')
  async remove(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.exports.remove(principal, id, metadata);
  }
}

const present = (filter: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== null));
