import { JobHandlers } from '#platform';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AuditExportSource } from './audit-export.source';
import { CSV_START, csvLine } from './csv';
import type { DataExport, ExportKind } from './data-export.entity';
import { DataExportsRepository } from './data-exports.repository';
import { ExportRequesters } from './export-requesters';
import { type ExportRow, type ExportSource, toCsvValue } from './export-source';
import { UserExportSource } from './user-export.source';

export const RUN_EXPORT = 'run_export';
/** Few: the requester waits for the file. */
export const EXPORT_ATTEMPTS = 3;

/** Writes the file of an export, page by page. Runs beside the pushes, so that it holds up no mail. */
@Injectable()
export class ExportJob implements OnModuleInit {
  private readonly logger = new Logger('ExportJob');
  private readonly sources: Record<ExportKind, ExportSource>;

  constructor(
    private readonly exports: DataExportsRepository,
    private readonly handlers: JobHandlers,
    private readonly requesters: ExportRequesters,
    users: UserExportSource,
    auditLog: AuditExportSource,
  ) {
    this.sources = { users, audit_log: auditLog };
  }

  onModuleInit(): void {
    this.handlers.register(RUN_EXPORT, (payload) => this.run((payload as { export_id: string }).export_id), 'bulk');
  }

  private async run(id: string): Promise<void> {
    const wanted = await this.exports.begin(id);
    if (!wanted) return;
    try {
      if (await this.write(wanted)) await this.exports.finish(wanted);
    } catch (error) {
      if (wanted.attempts < EXPORT_ATTEMPTS) throw error;
      this.logger.error({ msg: 'an export has failed', export_id: id, err: error });
      await this.exports.fail(wanted);
    }
  }

  /** @returns false where it was removed meanwhile, or the requester may not have it any more */
  private async write(wanted: DataExport): Promise<boolean> {
    const { kind, format, filter, requesterId } = wanted;
    const source = this.sources[kind];
    let after: string[] | undefined;
    for (let number = 0; number === 0 || after; number++) {
      if (!(await this.requesters.mayExport(requesterId))) {
        await this.exports.fail(wanted);
        return false;
      }
      const page = await source.readPage(filter, requesterId, after);
      const head = format === 'csv' && number === 0 ? CSV_START + csvLine(source.columns) : '';
      const text = head + page.rows.map((row) => lineOf(row, source.columns, format)).join('');
      if (!(await this.exports.append(wanted, number, text, page.rows.length))) return false;
      after = page.next;
    }
    return true;
  }
}

const lineOf = (row: ExportRow, columns: readonly string[], format: DataExport['format']): string =>
  format === 'csv' ? csvLine(columns.map((column) => toCsvValue(row[column]))) : `${JSON.stringify(row)}\n`;
