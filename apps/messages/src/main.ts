import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { AppModule } from './app.module';
import { readSettings, SettingsError } from './settings';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(settings), new FastifyAdapter(), {
    logger: ['error', 'warn'],
  });
  app.useWebSocketAdapter(new IoAdapter(app));
  app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  await app.listen(settings.port, settings.host);
  process.stdout.write(`messages listens on ${await app.getUrl()}, and trusts ${settings.issuer}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error instanceof SettingsError ? error.message : error.stack}\n`);
  process.exit(1);
});
