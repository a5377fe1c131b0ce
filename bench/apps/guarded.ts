import 'reflect-metadata';
import { loadSettings } from '#composition';
import { Public } from '#auth';
import { JsonLogger, type Settings } from '#platform';
import { Controller, Get, Module } from '@nestjs/common';
import { type ApplicationConfig, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../apps/api/src/app.module';
import { BackgroundServices } from '../../apps/api/src/background-services';
import { fastifyAdapter, configureHttp } from '../../apps/api/src/http-server';

@Controller('bench')
class BenchController {
  @Get('open')
  @Public()
  open() {
    return { status: 'ok' };
  }

  @Get('guarded')
  guarded() {
    return { status: 'ok' };
  }
}

/** The whole service with two routes more: one public, one guarded. `GUARDS=off` takes the guards out. */
async function main(): Promise<void> {
  const settings = loadSettings();
  Module({ imports: [AppModule.with(settings)], controllers: [BenchController] })(Bench);
  const app = await create(settings);
  await app.get(BackgroundServices).start();
  await app.listen(settings.PORT, settings.HOST);
  process.once('SIGTERM', () => void app.close().finally(() => process.exit(0)));
}

class Bench {}

/** As `createApp` does it. */
async function create(settings: Settings): Promise<NestFastifyApplication> {
  const adapter = fastifyAdapter(settings);
  const app = await NestFactory.create<NestFastifyApplication>(Bench, adapter, {
    logger: new JsonLogger(adapter.getInstance().log as never),
    bodyParser: false,
    abortOnError: false,
  });
  await configureHttp(app, settings);
  if (process.env.GUARDS === 'off') globalGuardsOf(app).length = 0;
  return app.init();
}

/** Nest has no public way to run the same modules without them. */
function globalGuardsOf(app: NestFastifyApplication): unknown[] {
  return (app as unknown as { config: ApplicationConfig }).config.getGlobalGuards();
}

void main();
