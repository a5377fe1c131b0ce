import { AuthModule, DEFAULT_AUDIENCE, isService } from '#auth';
import {
  CryptoModule,
  DatabaseModule,
  JobsModule,
  OperationsModule,
  PersonalDataModule,
  RateLimitModule,
  Settings,
  SettingsModule,
} from '#platform';
import { PresenceModule, PresenceService, SessionActivity } from '#presence';
import { AcknowledgedRefreshGenerations, AcknowledgedRefreshGenerationsModule } from '#sessions';
import type { ModuleMetadata } from '@nestjs/common';
import { schema } from './schema';

/** What the domain modules depend on, in the service and on the command line alike. */
export function infrastructureModules(settings: Settings): NonNullable<ModuleMetadata['imports']> {
  return [
    SettingsModule.forRoot(settings),
    CryptoModule,
    OperationsModule,
    PersonalDataModule,
    DatabaseModule.forRoot(schema),
    JobsModule,
    RateLimitModule,
    AuthModule.forIssuer({
      imports: [PresenceModule, AcknowledgedRefreshGenerationsModule],
      inject: [Settings, PresenceService, SessionActivity, AcknowledgedRefreshGenerations],
      useFactory: (
        { PUBLIC_URL }: Settings,
        presence: PresenceService,
        activity: SessionActivity,
        generations: AcknowledgedRefreshGenerations,
      ) => ({
        issuer: PUBLIC_URL,
        audience: DEFAULT_AUDIENCE,
        onRequestAuthenticated: ({ userId, sessionId }) => {
          presence.touch(userId, sessionId);
          activity.touch(sessionId);
        },
        onTokenVerified: (caller) => {
          if (!isService(caller) && caller.generation) generations.record(caller.sessionId, caller.generation);
        },
      }),
    }),
  ];
}
