import { AuthModule } from '@collabsphere/auth';
import { type DynamicModule, Module, ValidationPipe } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { Messages } from './messages';
import { MessagesController } from './messages.controller';
import { MessagesGateway } from './messages.gateway';
import { OperationsController } from './operations.controller';
import { ProblemFilter } from './problem.filter';
import type { MessagesSettings } from './settings';

@Module({
  controllers: [MessagesController, OperationsController],
  providers: [
    Messages,
    MessagesGateway,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: () => new ValidationPipe({ whitelist: true, transform: true }) },
  ],
})
export class AppModule {
  static with({ issuer, clientId, clientSecret }: MessagesSettings): DynamicModule {
    // All that it takes to be guarded: every route and every message from here on is closed, unless it says otherwise.
    return { module: AppModule, imports: [AuthModule.forRoot({ issuer, credentials: { clientId, clientSecret } })] };
  }
}
