import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '#platform';
import type { Logger } from 'pino';
import { SOCKETS_DIR } from './socket-sessions';
import { WorkerProcesses } from './worker-processes';

export interface Cluster {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts `WEB_CONCURRENCY` workers. SIGUSR2 restarts them one after the other, with the program and the settings as they
 * are then.
 * @param databaseUrl of the embedded PostgreSQL, which the workers share
 */
export async function startCluster(
  settings: Settings,
  databaseUrl: string | undefined,
  logger: Logger,
): Promise<Cluster> {
  const directory = await mkdtemp(join(tmpdir(), 'collabsphere-workers-'));
  const env = { [SOCKETS_DIR]: directory, ...(databaseUrl && { DATABASE_URL: databaseUrl }) };
  const workers = new WorkerProcesses(settings.WEB_CONCURRENCY, env, logger);
  const stop = async () => {
    await workers.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const port = await workers.start();
    process.on('SIGUSR2', () => void workers.restart());
    return { url: `http://${settings.HOST}:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
