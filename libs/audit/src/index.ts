export { AuditChain, type ChainReport } from './audit-chain';
export { AuditEntry } from './audit-entry.entity';
export { AuditLog, type AuditRecord } from './audit-log.service';
export { AuditModule } from './audit.module';
export { Audit1763856004000 } from './migrations/1763856004000-audit';
