import { AuditQuery } from '#audit';
import { ChoiceField, ResponseField } from '#platform';
import { UserQuery } from '#users';
import { OmitType } from '@nestjs/swagger';
import {
  type DataExport,
  type ExportFormat,
  exportFormats,
  type ExportKind,
  exportKinds,
  type ExportState,
  exportStates,
} from './data-export.entity';

const time = '2026-11-23T09:30:00.000Z';

const Format = () =>
  ChoiceField({
    values: exportFormats,
    description: '`csv` for spreadsheets, with formulas made harmless; `ndjson`: one JSON object a line.',
    example: 'csv',
  });

/** The filters of the list of users. */
export class NewUserExport extends OmitType(UserQuery, ['limit', 'cursor', 'sort'] as const) {
  @Format() format: ExportFormat;
}

/** The filters of the audit log. */
export class NewAuditExport extends OmitType(AuditQuery, ['limit', 'cursor'] as const) {
  @Format() format: ExportFormat;
}

export class DataExportDto {
  @ResponseField({ format: 'uuid', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) id: string;
  @ResponseField({ enum: exportKinds, example: 'users' }) kind: ExportKind;
  @ResponseField({ enum: exportFormats, example: 'csv' }) format: ExportFormat;
  @ResponseField({
    type: 'object',
    additionalProperties: true,
    description: 'As it was asked for.',
    example: { role: 'moderator' },
  })
  filter: Record<string, unknown>;
  @ResponseField({ enum: exportStates, description: 'The file is there when it is `done`.', example: 'running' })
  state: ExportState;
  @ResponseField({ description: 'Rows that are written.', example: 2000 }) rows: number;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: null }) finished_at: string | null;
  @ResponseField({ format: 'date-time', description: 'When the file is deleted.', example: time }) expires_at: string;
}

export const toDataExportDto = (wanted: DataExport): DataExportDto => ({
  id: wanted.id,
  kind: wanted.kind,
  format: wanted.format,
  filter: wanted.filter,
  state: wanted.state,
  rows: wanted.rows,
  created_at: wanted.createdAt.toISOString(),
  finished_at: wanted.finishedAt?.toISOString() ?? null,
  expires_at: wanted.expiresAt.toISOString(),
});
