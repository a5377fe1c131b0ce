import type { ServerOptions } from 'node:http';
import multipart from '@fastify/multipart';
import {
  addSecurityHeaders,
  handleClientError,
  answerExpectation,
  createLogger,
  logRequests,
  Health,
  Metrics,
  problems,
  requestIdOf,
  securityHeaders,
  sendProblem,
  type Settings,
} from '#platform';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { validateUrls } from './url-validation';
import { restrictMultipart, addFormParser, addJsonParser } from './body-parsers';
import { parseTrustProxy } from './trusted-proxies';
import { UpgradeAwareRequest, UpgradeAwareResponse } from './upgrade-requests';

/** 100 kB of JSON; avatars have their own limit. */
const BODY_LIMIT = 100_000;
/** How often Node looks for requests that have not arrived in time, and so how late one may end; milliseconds. */
const SLOW_REQUEST_CHECK = 500;
/** Longer than the idle time of common load balancers, which would otherwise reuse a connection that is being closed. */
const KEEP_ALIVE = 72_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes an HTML form. */
    form?: boolean;
    /** The route takes files (`multipart/form-data`). */
    files?: boolean;
  }
}

export function fastifyAdapter(settings: Settings): FastifyAdapter {
  return new FastifyAdapter({
    loggerInstance: createLogger(settings.LOG_LEVEL),
    // Its lines hold the URL, and that may hold a token; `logRequests` has ours.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    clientErrorHandler: handleClientError,
    frameworkErrors: handleRoutingError,
    requestIdHeader: false,
    trustProxy: parseTrustProxy(settings.TRUST_PROXY),
    bodyLimit: BODY_LIMIT,
    http: httpOptions(settings),
    requestTimeout: settings.REQUEST_TIMEOUT * 1000,
    keepAliveTimeout: KEEP_ALIVE,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 600 },
  });
}

/** Headers have no time of their own: a request arrives as a whole, headers and body, or ends. */
function httpOptions({ REQUEST_TIMEOUT }: Settings): ServerOptions {
  return {
    IncomingMessage: UpgradeAwareRequest,
    ServerResponse: UpgradeAwareResponse,
    headersTimeout: REQUEST_TIMEOUT * 1000,
    requestTimeout: REQUEST_TIMEOUT * 1000,
    connectionsCheckingInterval: SLOW_REQUEST_CHECK,
    // Node would answer without a problem document; `validateUrls` refuses it.
    requireHostHeader: false,
  } as ServerOptions;
}

/** What every request passes before a route, and every answer after it. */
export async function configureHttp(app: NestFastifyApplication, settings: Settings): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const metrics = app.get(Metrics);

  fastify.decorate('defaultLanguage', settings.DEFAULT_LANGUAGE);
  // The guards set it. A field that requests do not have from the start makes every later access to them slower.
  fastify.decorateRequest('user');
  fastify.server.on('checkExpectation', answerExpectation);
  logRequests(fastify, fastify.log as never);
  fastify.addHook('onResponse', (request, reply, done) => {
    metrics.observeRequest(
      request.method,
      request.routeOptions.url ?? 'none',
      reply.statusCode,
      reply.elapsedTime / 1000,
    );
    done();
  });
  closeConnectionsWhenStopping(fastify, app.get(Health));
  addSecurityHeaders(fastify, settings.CSP_REPORT_URI);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    // Cookies, for the configured origins alone.
    const { origin } = request.headers;
    if (origin !== undefined && reply.getHeader('access-control-allow-origin') === origin)
      reply.header('access-control-allow-credentials', 'true');
    done(null, payload);
  });
  await app.register(multipart as never);
  validateUrls(fastify);
  addJsonParser(fastify);
  addFormParser(fastify);
  restrictMultipart(fastify);
  fastify.removeContentTypeParser('text/plain');
  app.enableCors({
    origin: settings.CORS_ORIGINS,
    // An OPTIONS that is no preflight is no fault either.
    strictPreflight: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'x-request-id', 'if-match'],
    exposedHeaders: ['x-request-id', 'retry-after', 'etag', 'www-authenticate'],
    maxAge: 600,
  });
}

/** A client whose connection is closed at the end of an answer opens the next one elsewhere. */
function closeConnectionsWhenStopping(fastify: FastifyInstance, health: Health): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (health.isStopping) reply.header('connection', 'close');
    done(null, payload);
  });
}

/** An address that can not be decoded, or with a part far too long, reaches no route, so neither hooks nor the filter. */
function handleRoutingError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem = error.code === 'FST_ERR_BAD_URL' ? problems.bad_request() : problems.not_found();
  reply.headers({ ...securityHeaders, 'x-request-id': request.id });
  sendProblem(problem, request, reply);
}
