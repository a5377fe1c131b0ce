import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CliModule } from './cli.module';
import { withDatabase } from './database';
import { StderrLogger } from './stderr-logger';

/** Runs `work` on the modules of the service, and closes all that they opened. */
export function withApp(work: (app: INestApplicationContext) => Promise<void>): Promise<void> {
  return withDatabase(async (settings) => {
    const app = await NestFactory.createApplicationContext(CliModule.with(settings), {
      logger: new StderrLogger(),
      abortOnError: false,
    });
    try {
      await work(app);
    } finally {
      await app.close();
    }
  });
}
