import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Settings } from '../settings/settings';
import { DatabaseListener } from './database-listener';
import { migrate } from './migrate';
import { PreparingClient } from './prepared-statements';
import { destroyWhenUnresponsive } from './unresponsive-connection';

export interface DatabaseSchema {
  entities: Exclude<DataSourceOptions['entities'], undefined>;
  migrations: Exclude<DataSourceOptions['migrations'], undefined>;
}

@Global()
@Module({})
export class DatabaseModule {
  /** @param schema the tables of all modules: the composition root knows them, this module does not */
  static forRoot(schema: DatabaseSchema): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [Settings],
          useFactory: (settings: Settings) => ({
            ...dataSourceOptions(settings, schema),
            // A database that is still starting is waited for; 20 × 1.5 s covers a restart of PostgreSQL.
            retryAttempts: 20,
            retryDelay: 1500,
          }),
          dataSourceFactory: async (options) => {
            await migrate((options as { url: string }).url, schema.migrations);
            return new DataSource(options as DataSourceOptions).initialize();
          },
        }),
      ],
      providers: [DatabaseListener],
      exports: [DatabaseListener],
    };
  }
}

export function dataSourceOptions(settings: Settings, schema: DatabaseSchema): DataSourceOptions {
  return {
    type: 'postgres',
    url: settings.DATABASE_URL!,
    ...schema,
    synchronize: false,
    logging: false,
    applicationName: 'collabsphere-auth',
    extra: {
      ...(settings.DATABASE_PREPARED_STATEMENTS && { Client: PreparingClient }),
      max: settings.DATABASE_POOL_SIZE,
      connectionTimeoutMillis: settings.DATABASE_CONNECT_TIMEOUT * 1000,
      statement_timeout: settings.DATABASE_STATEMENT_TIMEOUT * 1000,
      // The client gives up a little later than the server, so that a dead network can't hang a request either.
      onConnect: destroyWhenUnresponsive(settings.DATABASE_STATEMENT_TIMEOUT * 1000 + 2000),
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
    },
  };
}
