import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { Health, JsonLogger, Metrics, Settings, startTelemetry, traceRequests } from '#platform';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { BackgroundServices } from './background-services';
import { shareMetrics } from './cluster/cluster-metrics';
import { serveConsole } from './console/serve-console';
import { serveDocs } from './openapi/document';
import { fastifyAdapter, configureHttp } from './http-server';
import { SocketAdapter } from './socket-adapter';

/** The whole service, at rest: `settings.DATABASE_URL` is set by now, and its database there and migrated. */
export async function createApp(settings: Settings): Promise<NestFastifyApplication> {
  const adapter = fastifyAdapter(settings);
  const started: { metrics?: Metrics } = {};
  const telemetry = await startTelemetry(settings, () => started.metrics);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(settings), adapter, {
    logger: new JsonLogger(adapter.getInstance().log as never),
    bodyParser: false,
    abortOnError: false,
  });
  const metrics = app.get(Metrics);
  started.metrics = metrics;
  if (telemetry) {
    traceRequests(adapter.getInstance() as never);
    adapter.getInstance().addHook('onClose', () => telemetry.stop());
  }
  await configureHttp(app, settings);
  app.useWebSocketAdapter(new SocketAdapter(app, settings));
  if (cluster.isWorker) metrics.readFrom(shareMetrics(metrics.registry));
  if (settings.DOCS_ENABLED) serveDocs(app);
  if (settings.CONSOLE_ENABLED && !serveConsole(app))
    app.getHttpAdapter().getInstance().log.warn({ msg: 'The console is not built; run "npm run build".' });
  return app;
}

/** Starts what runs beside the requests; the app is ready to `listen` then. */
export async function startApp(app: NestFastifyApplication): Promise<void> {
  await app.init();
  await app.get(BackgroundServices).start();
}

/** Who has not sent all of a request by then, or not taken the answer, is cut off; milliseconds. */
const DRAIN_TIMEOUT_MS = 6000;

/** Is "not ready" for `SHUTDOWN_DELAY`, then stops accepting, finishes what is open, closes pools. */
export async function closeApp(app: NestFastifyApplication): Promise<void> {
  app.get(Health).markStopping();
  await sleep(app.get(Settings).SHUTDOWN_DELAY * 1000);
  const drainTimer = setTimeout(() => app.getHttpServer().closeAllConnections(), DRAIN_TIMEOUT_MS);
  await app.close();
  clearTimeout(drainTimer);
}
