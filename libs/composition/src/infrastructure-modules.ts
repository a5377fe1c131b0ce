import { AuthModule, DEFAULT_AUDIENCE, isService } from '#auth';
import {
  BrandingModule,
  CryptoModule,
  DatabaseModule,
  JobsModule,
  OperationsModule,
  PersonalDataModule,
  RateLimitModule,
  RedisModule,
  Settings,
  SettingsModule,
  ValidationModule,
} from '#platform';
import { PresenceModule, PresenceService, SessionActivityBuffer } from '#presence';
import { AcknowledgedRefreshGenerations, AcknowledgedRefreshGenerationsModule } from '#sessions';
import type { ModuleMetadata } from '@nestjs/common';
import { schema } from './schema';
import { settingsSchema } from './settings';

/** What the domain modules depend on, in the service and on the command line alike. */
export function infrastructureModules(settings: Settings): NonNullable<ModuleMetadata['imports']> {
  return [
    SettingsModule.forRoot(settings, settingsSchema),
    CryptoModule,
    BrandingModule,
    OperationsModule,
    RedisModule,
    ValidationModule,
    PersonalDataModule,
    DatabaseModule.forRoot(schema),
    JobsModule,
    RateLimitModule,
    AuthModule.forIssuer({
      imports: [PresenceModule, AcknowledgedRefreshGenerationsModule],
      inject: [Settings, PresenceService, SessionActivityBuffer, AcknowledgedRefreshGenerations],
      useFactory: (
        { PUBLIC_URL, STEP_UP_MAX_AGE, ADMIN_STEP_UP }: Settings,
        presence: PresenceService,
        activity: SessionActivityBuffer,
        generations: AcknowledgedRefreshGenerations,
      ) => ({
        issuer: PUBLIC_URL,
        audience: DEFAULT_AUDIENCE,
        stepUpMaxAge: STEP_UP_MAX_AGE,
        adminStepUp: ADMIN_STEP_UP,
        onRequestAuthenticated: ({ userId, sessionId }) => {
          presence.recordRequestActivity(userId, sessionId);
          activity.recordRequest(sessionId);
        },
        onTokenVerified: (caller) => {
          if (!isService(caller) && caller.generation) generations.record(caller.sessionId, caller.generation);
        },
      }),
    }),
  ];
}
