import { resolve } from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres.error';
import { type Cluster, SUPERUSER } from './postgres-cluster';

export async function connect({ password }: Cluster, port: number, database = 'postgres'): Promise<Client> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database,
    ssl: false,
    keepAlive: true,
    application_name: 'collabsphere-keeper',
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
  });
  // Without a listener a server that ends would end this process too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => undefined);
    throw error;
  }
}

interface ConnectionAttempt {
  client?: Client;
  /** The cluster that the server works on; empty without a client. */
  dataDirectory: string;
  error?: unknown;
}

/** Whether, and which, server answers there. */
export async function tryConnect(cluster: Cluster, port: number): Promise<ConnectionAttempt> {
  let client: Client | undefined;
  try {
    client = await connect(cluster, port);
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return { client, dataDirectory: resolve(rows[0]!.data_directory) };
  } catch (error) {
    await client?.end();
    return { dataDirectory: '', error };
  }
}

export function isWrongPassword(error: unknown): boolean {
  return ['28P01', '28000'].includes((error as { code?: string } | undefined)?.code ?? '');
}

export function wrongPasswordError({ folder, passwordFile }: Cluster): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `${passwordFile} does not hold the password of the database under ${folder}; put the right one back.`,
  );
}
