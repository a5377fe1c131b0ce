import { Audit1763856004000 } from './1763856004000-audit';
import { AuditErasure1764028800000 } from './1764028800000-audit-erasure';

export { AuditErasure1764028800000 };

export const auditMigrations = [Audit1763856004000, AuditErasure1764028800000];
