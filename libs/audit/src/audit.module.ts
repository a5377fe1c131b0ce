import { Maintenance } from '#platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditArchiver } from './archive/audit-archiver';
import { AuditChain } from './audit-chain';
import { AuditEntry } from './audit-entry.entity';
import { AuditLog } from './audit-log.service';
import { AuditController } from './audit.controller';
import { AuditPartitions } from './audit-partitions';
import { AuditReader } from './audit-reader.service';
import { AuditVerification } from './audit-verification.service';
import { AuditVerificationRow } from './audit-verification.entity';
import { AuditPersonalData } from './audit.personal-data';
import { AuditVisibility } from './audit-visibility';
import { OriginRetention } from './origin-retention';
import { PendingEntries } from './pending/pending-entries';

const HOUR_MS = 3_600_000;
const TEN_MINUTES_MS = 600_000;
/** What waits after a crash is appended by the next writer or reader, or after this time. */
const MINUTE_MS = 60_000;

@Module({
  imports: [TypeOrmModule.forFeature([AuditEntry, AuditVerificationRow])],
  controllers: [AuditController],
  providers: [
    AuditLog,
    AuditChain,
    AuditVisibility,
    AuditReader,
    AuditVerification,
    AuditPersonalData,
    OriginRetention,
    AuditArchiver,
    AuditPartitions,
    PendingEntries,
  ],
  exports: [AuditLog, AuditChain, AuditReader, AuditVerification, AuditVisibility],
})
export class AuditModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly origins: OriginRetention,
    private readonly archiver: AuditArchiver,
    private readonly partitions: AuditPartitions,
    private readonly pending: PendingEntries,
  ) {}

  /** Addresses are erased first, so that the archive has none that are too old. */
  onModuleInit(): void {
    const { maintenance, origins, archiver, partitions, pending } = this;
    maintenance.register({ name: 'IP addresses of the audit log', intervalMs: HOUR_MS, run: () => origins.run() });
    maintenance.register({ name: 'old entries of the audit log', intervalMs: HOUR_MS, run: () => archiver.run() });
    maintenance.register({
      name: 'partitions of the audit log',
      intervalMs: TEN_MINUTES_MS,
      isReload: true,
      run: () => partitions.add(),
    });
    maintenance.register({
      name: 'entries of the audit log that wait',
      intervalMs: MINUTE_MS,
      isReload: true,
      run: async () => void pending.append(),
    });
  }
}
