import { AuthModule, DEFAULT_AUDIENCE } from '#auth';
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
import type { ModuleMetadata } from '@nestjs/common';
import { schema } from './schema';

/** What the rooms of the domain stand on, in the service and on the command line alike. */
export function foundation(settings: Settings): NonNullable<ModuleMetadata['imports']> {
  return [
    SettingsModule.forRoot(settings),
    CryptoModule,
    OperationsModule,
    PersonalDataModule,
    DatabaseModule.forRoot(schema),
    JobsModule,
    RateLimitModule,
    AuthModule.forIssuer({
      imports: [PresenceModule],
      inject: [Settings, PresenceService, SessionActivity],
      useFactory: ({ PUBLIC_URL }: Settings, presence: PresenceService, activity: SessionActivity) => ({
        issuer: PUBLIC_URL,
        audience: DEFAULT_AUDIENCE,
        seen: ({ userId, sessionId }) => {
          presence.touch(userId, sessionId);
          activity.touch(sessionId);
        },
      }),
    }),
  ];
}
