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
import { SeenGenerations, SeenGenerationsModule } from '#sessions';
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
      imports: [PresenceModule, SeenGenerationsModule],
      inject: [Settings, PresenceService, SessionActivity, SeenGenerations],
      useFactory: (
        { PUBLIC_URL, STEP_UP_MAX_AGE, ADMIN_STEP_UP }: Settings,
        presence: PresenceService,
        activity: SessionActivity,
        generations: SeenGenerations,
      ) => ({
        issuer: PUBLIC_URL,
        audience: DEFAULT_AUDIENCE,
        stepUpMaxAge: STEP_UP_MAX_AGE,
        adminStepUp: ADMIN_STEP_UP,
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
