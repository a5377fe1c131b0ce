import { Injectable } from '@nestjs/common';
import type { AuditEntry } from './audit-entry.entity';
import { type AuditFilter, AuditLog } from './audit-log.service';
import { AuditVisibility } from './audit-visibility';
import { type AuditEntryDto, publicDetails, redactAuditEntry, toAuditEntryDto } from './audit.dto';
import { auditProblems } from './audit.errors';

export interface ReadEntry {
  /** The number in the chain. */
  seq: string;
  dto: AuditEntryDto;
}

/** The log as a reader may see it. */
@Injectable()
export class AuditReader {
  constructor(
    private readonly audit: AuditLog,
    private readonly visibility: AuditVisibility,
  ) {}

  /** The newest first. */
  async list(readerId: string, filter: AuditFilter, limit: number, before?: string): Promise<ReadEntry[]> {
    return this.redact(readerId, await this.audit.list(filter, limit, before));
  }

  /** @throws {Problem} 404 `audit_entry_not_found` */
  async find(readerId: string, id: string): Promise<AuditEntryDto> {
    const entry = await this.audit.find(id);
    if (!entry) throw auditProblems.audit_entry_not_found();
    const [read] = await this.redact(readerId, [entry]);
    return read!.dto;
  }

  private async redact(readerId: string, entries: AuditEntry[]): Promise<ReadEntry[]> {
    const canView = await this.visibility.forReader(readerId, entries.map(toAuditEntryDto));
    return entries.map((entry) => ({
      seq: entry.seq,
      dto: redactAuditEntry(canView, toAuditEntryDto(entry), publicDetails),
    }));
  }
}
