import { AccountsModule } from '#accounts';
import { AdministrationModule } from '#administration';
import { ProblemFilter, type Settings, ProblemValidationPipe } from '#platform';
import { PresenceApiModule } from '#presence';
import { PushModule } from '#push';
import { RolesModule } from '#roles';
import { ServicesModule } from '#services';
import { SessionsModule } from '#sessions';
import { StatisticsModule } from '#statistics';
import { UsersModule } from '#users';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { BackgroundServices } from './background-services';
import { infrastructureModules } from '#composition';
import { OperationsController } from './operations.controller';

/** All modules, and the order in which their guards run. */
@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...infrastructureModules(settings),
        PresenceApiModule,
        UsersModule,
        RolesModule,
        SessionsModule,
        ServicesModule,
        PushModule,
        StatisticsModule,
        AccountsModule,
        AdministrationModule,
      ],
      controllers: [OperationsController],
      providers: [
        BackgroundServices,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: ProblemValidationPipe },
      ],
    };
  }
}
