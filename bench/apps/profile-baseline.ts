import 'reflect-metadata';
import { dataSourceOptions } from '#platform';
import { User } from '#users';
import fastify from 'fastify';
import { DataSource } from 'typeorm';
import { loadSettings, schema } from '#composition';

/** The least that Fastify and TypeORM take to answer with a user: no guard, no Nest, no hooks, no mapping. */
async function main(): Promise<void> {
  const settings = loadSettings();
  const database = await new DataSource(dataSourceOptions(settings, schema)).initialize();
  const users = database.getRepository(User);
  const server = fastify();
  server.get<{ Params: { id: string } }>('/users/:id', ({ params }) => users.findOneBy({ id: params.id }));
  await server.listen({ port: settings.PORT, host: settings.HOST });
  process.once('SIGTERM', () => process.exit(0));
}

void main();
