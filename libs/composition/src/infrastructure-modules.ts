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
  ValidationModule,
} from '#platform';
import { PresenceModule, PresenceService, SessionActivity } from '#presence';
import { SeenGenerations, SeenGenerationsModule } from '#sessions';
import type { ModuleMetadata } from '@nestjs/common';
import { schema } from './schema';

/** What the domain modules depend on, in the service and on the command line alike. */
export function infrastructureModules(settings: Settings): NonNullable<ModuleMetadata['imports']> {
  return [
    SettingsModule.forRoot(settings),
    CryptoModule,
    OperationsModule,
    ValidationModule,
    PersonalDataModule,
    DatabaseModule.forRoot(schema),
    JobsModule,
    RateLimitModule,
    AuthModule.forIssuer({
      imports: [PresenceModule, SeenGenerationsModule],
      inject: [Settings, PresenceService, SessionActivity, SeenGenerations],
      useFactory: (
        { PUBLIC_URL }: Settings,
        presence: PresenceService,
        activity: SessionActivity,
        generations: SeenGenerations,
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
