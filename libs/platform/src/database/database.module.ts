import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Settings } from '../settings/settings';
import { SettingsError } from '../settings/settings-error';
import { DatabaseLinks } from './database-links';
import { DatabaseListener } from './database-listener';
import { ExclusiveWork } from './exclusive-work';
import { migrate } from './migrate';
import { preparePooledConnection } from './pooled-connection';
import { acceptedBy } from './pooler';
import { PreparingClient } from './prepared-statements';
import { ReplicaReader } from './replica-reader';

export interface DatabaseSchema {
  entities: Exclude<DataSourceOptions['entities'], undefined>;
  migrations: Exclude<DataSourceOptions['migrations'], undefined>;
}

@Global()
@Module({ providers: [DatabaseLinks], exports: [DatabaseLinks] })
class DatabaseLinksModule {}

@Global()
@Module({})
export class DatabaseModule {
  /** @param schema the tables of all modules: the composition root knows them, this module does not */
  static forRoot(schema: DatabaseSchema): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        DatabaseLinksModule,
        TypeOrmModule.forRootAsync({
          inject: [Settings, DatabaseLinks],
          useFactory: (settings: Settings, links: DatabaseLinks) => ({
            ...dataSourceOptions(settings, schema),
            links,
            // A database that is still starting is waited for; 20 × 1.5 s covers a restart of PostgreSQL.
            retryAttempts: 20,
            retryDelay: 1500,
            toRetry: (error) => !(error instanceof SettingsError),
          }),
          dataSourceFactory: (options) => open(options as DataSourceOptions & { links: DatabaseLinks }),
        }),
      ],
      providers: [DatabaseListener, ExclusiveWork, ReplicaReader],
      exports: [DatabaseListener, ExclusiveWork, ReplicaReader],
    };
  }
}

async function open({ links, ...options }: DataSourceOptions & { links: DatabaseLinks }): Promise<DataSource> {
  await links.inspect();
  await migrate(links.directUrl, options.migrations);
  const extra = {
    ...acceptedBy(links.pooler, options.extra as object),
    ...(links.keepsPreparedStatements && { Client: PreparingClient }),
  };
  return new DataSource({ ...options, extra } as DataSourceOptions).initialize();
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
      max: settings.DATABASE_POOL_SIZE,
      connectionTimeoutMillis: settings.DATABASE_CONNECT_TIMEOUT * 1000,
      statement_timeout: settings.DATABASE_STATEMENT_TIMEOUT * 1000,
      // The client gives up a little later than the server, so that a dead network can't hang a request either.
      onConnect: preparePooledConnection(settings.DATABASE_STATEMENT_TIMEOUT * 1000 + 2000),
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
    },
  };
}
