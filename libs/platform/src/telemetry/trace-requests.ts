import type { FastifyInstance, FastifyRequest } from 'fastify';
import { startSpan } from './tracing';

/** What Prometheus and load balancers ask all the time. */
const UNTRACED = /^\/(health\/|metrics$)/;

/** A span for each request, in the trace of its caller (`traceparent`). It has the route's pattern, never the URL. */
export function traceRequests(fastify: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, NonNullable<ReturnType<typeof startSpan>>>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const attributes = { 'http.request.method': request.method, 'http.route': route };
    const started = UNTRACED.test(route)
      ? undefined
      : startSpan(`${request.method} ${route}`, 'SERVER', attributes, request.headers);
    if (!started) return done();
    spans.set(request, started);
    started.run(done);
  });
  // What reads the body goes on in the connection's context.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const started = spans.get(request);
    if (started) started.run(done);
    else done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request)?.span;
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setAttribute('error.type', String(reply.statusCode)).setStatus({ code: 2 });
    span?.end();
    done();
  });
}
