// better-auth as its documentation sets it up with PostgreSQL and Fastify, and a bare route that checks the session.
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import fastify from 'fastify';
import pg from 'pg';

const { DATABASE_URL, PORT, HOST = '127.0.0.1' } = process.env;
const url = `http://${HOST}:${PORT}`;

const options = {
  // A schema of its own: both systems have a table of users.
  database: new pg.Pool({ connectionString: DATABASE_URL, max: 10, options: '-c search_path=better_auth' }),
  secret: 'of-the-bench-alone-of-the-bench-alone',
  baseURL: url,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
};

await options.database.query('CREATE SCHEMA IF NOT EXISTS better_auth');
await (await getMigrations(options)).runMigrations();
const auth = betterAuth(options);

const server = fastify();
server.get('/health/ready', () => ({ status: 'ok' }));
server.get('/session', async (request, reply) => {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  return session ? session.user : reply.code(401).send();
});
const handle = toNodeHandler(auth);
await server.register(async (routes) => {
  // It reads the body itself.
  routes.removeAllContentTypeParsers();
  routes.addContentTypeParser('*', (_request, _payload, done) => done(null));
  routes.all('/api/auth/*', (request, reply) => {
    reply.hijack();
    return handle(request.raw, reply.raw);
  });
});
await server.listen({ port: Number(PORT), host: HOST });
process.once('SIGTERM', () => process.exit(0));
