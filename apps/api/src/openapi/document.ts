import { contentSecurityPolicy } from '#platform';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants';
import type { FastifyContextConfig } from 'fastify';
import { SESSION_COOKIE_SCHEME } from '#sessions';
import { describeAccess, handlersOf } from './access';
import { addExamples } from './examples';
import { withNullTypes } from './nullable';
import { withPlainSchemaNames } from './schema-names';
import { describeHeaders, describeInput, describeProblemMembers, describeProblemSchema } from './problems';

/** Swagger UI brings its own script, and styles inline. */
const DOCS_POLICY = contentSecurityPolicy({
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
});

const description = `Accounts, sessions, roles and presence of a real-time collaboration platform.

Errors are \`application/problem+json\` (RFC 9457) with a stable \`code\`. Times are RFC 3339 in UTC, ids are UUIDv7.
Sentences for people (\`title\`, \`detail\`, \`message\`) are in the language of \`Accept-Language\` (RFC 9110).
A trailing slash makes no difference. Every answer carries \`X-Request-Id\`.
Any call may also answer 400 \`bad_request\` (an address or a header that can't be read), 408 \`request_timeout\`,
431 \`headers_too_large\`, 500 \`internal_error\` and 503 \`service_unavailable\`.`;

/** In the order in which a newcomer needs them. */
const tags = {
  Account: 'Registration, verification, sign-in, passwords, e-mail change, deletion, export.',
  Profile: 'The own profile and avatar.',
  'Sessions and devices': 'A session is a device: list, rename, revoke.',
  Notifications: 'Push notifications and what a user wants to receive.',
  Tokens: 'Public keys for the verification of access tokens.',
  Presence: 'Who is online; also over Socket.IO in the namespace `/presence`.',
  Users: 'Users as moderators and admins see them, their roles and bans.',
  Roles: 'Roles, their permissions and their hierarchy.',
  Services: 'Other services as OAuth clients, and the authorization events that they follow.',
  OAuth: 'OAuth 2.0 endpoints for services (RFC 6749, 7009, 7662, 8414).',
  Invitations: 'Accounts for invited people.',
  'Audit log': 'Changes by admins, and security events of accounts.',
  Operations: 'Health, metrics, branding, and messages by language.',
};

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('CollabSphere Auth')
    .setDescription(description)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addBasicAuth()
    .addCookieAuth('__Host-collabsphere_refresh', { type: 'apiKey', in: 'cookie' }, SESSION_COOKIE_SCHEME)
    .build();
  const document = withPlainSchemaNames(SwaggerModule.createDocument(app, config));
  describeInput(document);
  describeAccess(app, document);
  describeHeaders(document);
  describeProblemMembers(document, configByOperation(app));
  describeProblemSchema(document);
  addExamples(document);
  return withNullTypes({
    ...document,
    servers: [{ url: '/', description: 'The server that serves this document.' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths: sorted(document.paths),
    components: { ...document.components, schemas: sorted(document.components?.schemas ?? {}) },
  });
}

function configByOperation(app: INestApplication): Map<string, FastifyContextConfig> {
  return new Map(
    handlersOf(app).map(({ id, handler }) => [id, Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) ?? {}]),
  );
}

/** So that the order of modules and imports makes no difference. */
function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** `/docs` and `/openapi.json`. */
export function serveDocs(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (/^\/docs(\/|$)/.test(request.url)) reply.header('content-security-policy', DOCS_POLICY);
      done();
    });
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'CollabSphere Auth',
    raw: ['json'],
  });
}
