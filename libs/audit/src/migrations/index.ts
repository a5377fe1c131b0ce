import { Audit1763856004000 } from './1763856004000-audit';
import { AuditErasure1764028800000 } from './1764028800000-audit-erasure';
import { AuditAppendOnly1764201600000 } from './1764201600000-audit-append-only';
import { AuditRetention1795734000000 } from './1795734000000-audit-retention';
import { AuditVerification1795745006000 } from './1795745006000-audit-verification';
import { AuditPending1795760000000 } from './1795760000000-audit-pending';
import { AuditPartitions1795760001000 } from './1795760001000-audit-partitions';

export { AuditErasure1764028800000 };

export const auditMigrations = [
  Audit1763856004000,
  AuditErasure1764028800000,
  AuditAppendOnly1764201600000,
  AuditRetention1795734000000,
  AuditVerification1795745006000,
  AuditPending1795760000000,
  AuditPartitions1795760001000,
];
