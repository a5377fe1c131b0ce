import { loadSettings } from '#composition';

import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../../apps/api/src/app.module';
import { openApiDocument } from '../../apps/api/src/openapi/document';
import { fastifyAdapter } from '../../apps/api/src/http-server';

/** Of the service as it is put together, though nothing of it is made: preview needs no database. */
export async function openApi(): Promise<OpenAPIObject> {
  const settings = loadSettings(
    {
      SECRET_KEY: Buffer.alloc(32).toString('base64'),
      DATABASE_URL: 'postgres://localhost/none',
      LOG_LEVEL: 'silent',
    },
    '',
  );
  const app = await NestFactory.create(AppModule.with(settings), fastifyAdapter(settings), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  return openApiDocument(app);
}
