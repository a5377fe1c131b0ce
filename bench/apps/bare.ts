import fastify from 'fastify';
import { loadSettings } from '#composition';

/** Fastify and nothing else. */
async function main(): Promise<void> {
  const { PORT, HOST } = loadSettings();
  const server = fastify();
  server.get('/bench/open', () => ({ status: 'ok' }));
  await server.listen({ port: PORT, host: HOST });
  process.once('SIGTERM', () => process.exit(0));
}

void main();
