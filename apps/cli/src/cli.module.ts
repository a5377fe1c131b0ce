import { AccountsModule } from '#accounts';
import type { Settings } from '#platform';
import { ServicesModule } from '#services';
import { SessionsModule } from '#sessions';
import { type DynamicModule, Module } from '@nestjs/common';
import { infrastructureModules } from '#composition';

/** The modules that commands work on. Nothing of theirs runs by itself: no worker, no listener, no server. */
@Module({})
export class CliModule {
  static with(settings: Settings): DynamicModule {
    // A command answers no requests, so it counts none, and Redis may be away.
    return {
      module: CliModule,
      imports: [
        ...infrastructureModules({ ...settings, REDIS_URL: undefined }),
        SessionsModule,
        ServicesModule,
        AccountsModule,
      ],
    };
  }
}
