import { AuditReader } from '#audit';
import { Injectable } from '@nestjs/common';
import { EXPORT_PAGE_SIZE, type ExportPage, type ExportSource } from './export-source';

/** The audit log as the requester may see it, the newest first. */
@Injectable()
export class AuditExportSource implements ExportSource {
  readonly columns = ['id', 'at', 'action', 'actor', 'subject', 'details', 'ip', 'user_agent', 'request_id'];

  constructor(private readonly audit: AuditReader) {}

  async readPage(filter: Record<string, unknown>, requesterId: string, after?: string[]): Promise<ExportPage> {
    const { since, ...rest } = filter as { since?: string };
    const complete = { ...rest, since: since ? new Date(since) : undefined };
    const entries = await this.audit.list(requesterId, complete, EXPORT_PAGE_SIZE, after?.[0]);
    return {
      rows: entries.map(({ dto }) => ({ ...dto })),
      next: entries.length === EXPORT_PAGE_SIZE ? [entries.at(-1)!.seq] : undefined,
    };
  }
}
