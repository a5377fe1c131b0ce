export * from '../adapters/exports';
export { createAuth, ExpressAuth, type ExpressRequest, type Middleware } from './express-auth';
