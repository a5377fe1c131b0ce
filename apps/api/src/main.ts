import 'reflect-metadata';
import cluster from 'node:cluster';
import { loadSettings } from '#composition';
import { createLogger, EmbeddedPostgres, EmbeddedPostgresError, type Settings, SettingsError } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Cluster, startCluster } from './cluster/start-cluster';
import { closeApp, createApp, startApp } from './create-app';
import type { Logger } from 'pino';
import { installLastResort } from './last-resort';
import { releaseStartMemory } from './release-start-memory';

/** From the signal to the end of the process, at the most, besides `SHUTDOWN_DELAY`; milliseconds. */
const SHUTDOWN_TIMEOUT_MS = 10_000;
/** Connections that wait to be taken, when many clients come back at once. Linux has room for this many by default. */
const LISTEN_BACKLOG = 4096;

/** What is up so far, to be taken down from any moment of the start on. */
class RunningService {
  embedded?: EmbeddedPostgres;
  app?: NestFastifyApplication;
  cluster?: Cluster;
  private ending?: Promise<void>;

  constructor(private readonly timeoutMs: number) {}

  end(): Promise<void> {
    return (this.ending ??= this.takeDown());
  }

  private async takeDown(): Promise<void> {
    setTimeout(() => process.exit(1), this.timeoutMs).unref();
    await this.cluster?.stop();
    if (this.app) await closeApp(this.app);
    await this.embedded?.close();
  }
}

async function main(): Promise<void> {
  const settings = loadSettings();
  const logger = createLogger(settings.LOG_LEVEL);
  const running = new RunningService(shutdownTimeoutOf(settings));

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ msg: 'stopping', signal });
    await running.end();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  installLastResort(process, logger, () => void running.end().finally(() => process.exit(1)));

  try {
    const url = await start(running, settings, logger);
    releaseStartMemory();
    if (cluster.isPrimary) logger.info({ msg: `CollabSphere Auth listens on ${url}`, ...startupSummary(settings) });
  } catch (error) {
    // What fails because the signal took it away is no fault.
    if (stopping) return;
    await running.end();
    throw error;
  }
}

/** The primary process of a cluster waits for its workers a little longer than they take. */
function shutdownTimeoutOf({ SHUTDOWN_DELAY, WEB_CONCURRENCY }: Settings): number {
  const isPrimary = cluster.isPrimary && WEB_CONCURRENCY > 1;
  return SHUTDOWN_DELAY * 1000 + SHUTDOWN_TIMEOUT_MS + (isPrimary ? 2000 : 0);
}

/** @returns the address */
async function start(running: RunningService, settings: Settings, logger: Logger): Promise<string> {
  if (!settings.DATABASE_URL) running.embedded = await EmbeddedPostgres.open(settings.DATA_DIR);
  if (cluster.isPrimary && settings.WEB_CONCURRENCY > 1) {
    running.cluster = await startCluster(settings, running.embedded?.url, logger);
    return running.cluster.url;
  }
  running.app = await createApp({ ...settings, DATABASE_URL: settings.DATABASE_URL ?? running.embedded!.url });
  await startApp(running.app);
  const listening = { port: settings.PORT, host: settings.HOST, backlog: LISTEN_BACKLOG };
  await running.app.listen(listening).catch((error: NodeJS.ErrnoException) => {
    throw toListenError(error);
  });
  return running.app.getUrl();
}

function toListenError(cause: NodeJS.ErrnoException): Error {
  const fault = {
    EADDRINUSE: 'PORT: another program listens there already',
    EACCES: 'PORT: this user may not listen there; take one above 1023',
    EADDRNOTAVAIL: 'HOST: is no address of this machine',
    ENOTFOUND: 'HOST: is no address of this machine',
  }[cause.code ?? ''];
  return fault ? new SettingsError([fault], { cause }) : cause;
}

function startupSummary(settings: Settings): object {
  return {
    console: settings.CONSOLE_ENABLED ? `${settings.PUBLIC_URL}/console` : 'off',
    docs: settings.DOCS_ENABLED ? `${settings.PUBLIC_URL}/docs` : 'off',
    ...(settings.WEB_CONCURRENCY > 1 && { workers: settings.WEB_CONCURRENCY }),
    database: settings.DATABASE_URL ? 'external' : `embedded, under ${settings.DATA_DIR}`,
    mail: settings.SMTP_URL ? 'SMTP' : `files, under ${settings.DATA_DIR}/mail`,
  };
}

main().catch((error: unknown) => {
  // Before there is a logger, and for people: one line for each fault.
  const expected = error instanceof SettingsError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`${expected ? error.message : (error as Error).stack}\n`);
  process.exit(1);
});
