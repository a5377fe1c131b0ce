import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ConfigModule, ConfigService, registerAs } from '@nestjs/config';
import type { z } from 'zod';
import { Settings } from './settings';
import { SettingsCatalogue } from './settings-catalogue';

@Global()
@Module({})
export class SettingsModule {
  /** `settings` were loaded before the application, since the database they may start is needed by its modules. */
  static forRoot(settings: Settings, schema: z.ZodObject): DynamicModule {
    const namespace = registerAs('settings', () => settings);
    return {
      module: SettingsModule,
      imports: [ConfigModule.forRoot({ ignoreEnvFile: true, skipProcessEnv: true, load: [namespace] })],
      providers: [
        {
          provide: Settings,
          inject: [ConfigService],
          useFactory: (config: ConfigService) => config.getOrThrow('settings'),
        },
        { provide: SettingsCatalogue, useValue: new SettingsCatalogue(schema, settings) },
      ],
      exports: [Settings, SettingsCatalogue],
    };
  }
}
