export { AuditArchiveError } from './archive/archive-file';
export { AuditChain, type AuditChainReport } from './audit-chain';
export { AuditEntry } from './audit-entry.entity';
export { AuditLog, type AuditRecord, type AccountDeletionRecord } from './audit-log.service';
export { AuditModule } from './audit.module';
export { auditSettings } from './audit.settings';
export { AuditVisibility } from './audit-visibility';
export { AuditEntryDto } from './audit.dto';
export * from './migrations';
