import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { PresenceModule } from '#presence';
import { RolesModule } from '#roles';
import { ServicesModule } from '#services';
import { SessionsModule } from '#sessions';
import { StatisticsModule } from '#statistics';
import { UsersModule } from '#users';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AuditChainController } from './audit-chain/audit-chain.controller';
import { AuditChainService } from './audit-chain/audit-chain.service';
import { AuditExportSource } from './exports/audit-export.source';
import { DataExportsController } from './exports/data-exports.controller';
import { DataExportsRepository } from './exports/data-exports.repository';
import { DataExportsService } from './exports/data-exports.service';
import { ExportJob } from './exports/export-job';
import { ExportRequesters } from './exports/export-requesters';
import { UserExportSource } from './exports/user-export.source';
import { FailedJobsController } from './jobs/failed-jobs.controller';
import { FailedJobsService } from './jobs/failed-jobs.service';
import { SigningKeysController } from './keys/signing-keys.controller';
import { NodeReporter } from './nodes/node-reporter';
import { NodesController } from './nodes/nodes.controller';
import { NodesRepository } from './nodes/nodes.repository';
import { SettingsController } from './settings/settings.controller';
import { StatisticsController } from './statistics/statistics.controller';
import { StatisticsService } from './statistics/statistics.service';

const HOUR_MS = 3_600_000;

/** What operators see and do over HTTP. */
@Module({
  imports: [AuditModule, PresenceModule, RolesModule, SessionsModule, ServicesModule, StatisticsModule, UsersModule],
  controllers: [
    AuditChainController,
    StatisticsController,
    NodesController,
    SigningKeysController,
    FailedJobsController,
    SettingsController,
    DataExportsController,
  ],
  providers: [
    AuditChainService,
    StatisticsService,
    NodesRepository,
    NodeReporter,
    FailedJobsService,
    DataExportsService,
    DataExportsRepository,
    ExportJob,
    ExportRequesters,
    UserExportSource,
    AuditExportSource,
  ],
  exports: [NodeReporter],
})
export class AdministrationModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly nodes: NodesRepository,
    private readonly dataExports: DataExportsRepository,
  ) {}

  onModuleInit(): void {
    const { maintenance, nodes, dataExports } = this;
    maintenance.register({ name: 'lost processes', intervalMs: HOUR_MS, run: () => nodes.purge() });
    maintenance.register({ name: 'expired exports', intervalMs: HOUR_MS, run: () => dataExports.purge() });
  }
}
