import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AccessRule, toRouteAccess } from '../access/access-rule';
import { AuthAdapter, type CreateAuthOptions } from '../adapters/auth-adapter';
import type { RequestAuth } from '../adapters/request-auth';
import type { Outcome } from '../adapters/request-authorizer';
import { PROBLEM_MEDIA_TYPE, problemOf, type Refusal } from '../problems/auth-problem';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how Express' types are extended
  namespace Express {
    interface Request {
      /** Set by the middleware of `@collabsphere/auth`; absent on an open route without a valid token. */
      auth?: RequestAuth;
    }
  }
}

/** Also a request of Node's own `http`, or of another framework with such middleware. */
export type ExpressRequest = IncomingMessage & { auth?: RequestAuth };

/** Middleware of Express. It needs nothing of Express but what Node's own request and response have. */
export type Middleware = (request: ExpressRequest, response: ServerResponse, next: (error?: unknown) => void) => void;

/**
 * Middleware that authenticates and authorizes requests. Each one decides alone; several on one route must all accept.
 *
 * ```ts
 * app.get('/health', (request, response) => response.json({}));
 * app.use(auth.protect()); // from here on every route is closed
 * app.delete('/messages/:id', auth.requirePermissions('can_delete_messages'), remove);
 * ```
 */
export class ExpressAuth extends AuthAdapter<Middleware> {
  override protect(rule: AccessRule = {}): Middleware {
    const access = toRouteAccess(rule);
    return (request, response, next) => {
      const finish = (outcome: Outcome) => {
        if (outcome.refusal) return refuse(request, response, outcome.refusal);
        request.auth = outcome.auth;
        next();
      };
      const outcome = this.authorizer.authorize(request, access);
      if (outcome instanceof Promise) outcome.then(finish, next);
      else finish(outcome);
    };
  }
}

/**
 * Follows CollabSphere Auth from now on; `close()` ends that.
 *
 * ```ts
 * const auth = createAuth({ issuer: 'https://auth.example.com', credentials: { clientId, clientSecret } });
 * ```
 * @throws {Error} for an issuer that is no URL, or missing credentials
 */
export const createAuth = (options: CreateAuthOptions): ExpressAuth => new ExpressAuth(options);

function refuse(request: ExpressRequest, response: ServerResponse, refusal: Refusal): void {
  request.auth = undefined;
  // Such as by a time-out, while the key of the token was awaited.
  if (response.headersSent) return;
  const { status, body, headers } = problemOf(refusal);
  response.writeHead(status, { ...headers, 'content-type': PROBLEM_MEDIA_TYPE }).end(JSON.stringify(body));
}
