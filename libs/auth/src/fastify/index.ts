export * from '../adapters/exports';
export { createAuth, FastifyAuth, type GuardedRouteOptions } from './fastify-auth';
