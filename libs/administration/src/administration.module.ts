import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { PresenceModule } from '#presence';
import { ServicesModule } from '#services';
import { SessionsModule } from '#sessions';
import { StatisticsModule } from '#statistics';
import { UsersModule } from '#users';
import { Module, type OnModuleInit } from '@nestjs/common';
import { NodeReporter } from './nodes/node-reporter';
import { NodesController } from './nodes/nodes.controller';
import { NodesRepository } from './nodes/nodes.repository';
import { StatisticsController } from './statistics/statistics.controller';
import { StatisticsService } from './statistics/statistics.service';

const HOUR_MS = 3_600_000;

/** What operators see and do over HTTP. */
@Module({
  imports: [AuditModule, PresenceModule, SessionsModule, ServicesModule, StatisticsModule, UsersModule],
  controllers: [StatisticsController, NodesController],
  providers: [StatisticsService, NodesRepository, NodeReporter],
  exports: [NodeReporter],
})
export class AdministrationModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly nodes: NodesRepository,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'lost processes', intervalMs: HOUR_MS, run: () => this.nodes.purge() });
  }
}
