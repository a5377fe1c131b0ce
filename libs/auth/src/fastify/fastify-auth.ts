import type { FastifyPluginCallback, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { type AccessRule, toRouteAccess } from '../access/access-rule';
import type { RouteAccess } from '../access/route-access';
import { AuthAdapter, type CreateAuthOptions } from '../adapters/auth-adapter';
import type { RequestAuth } from '../adapters/request-auth';
import type { Outcome } from '../adapters/request-authorizer';
import { PROBLEM_MEDIA_TYPE, problemOf, type Refusal } from '../problems/auth-problem';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `@collabsphere/auth`; absent on an open route without a valid token. */
    auth?: RequestAuth;
  }
  interface FastifyContextConfig {
    /** Who may call the route. Without it: signed-in users with a verified e-mail address. */
    auth?: AccessRule;
  }
}

/**
 * Options of a route: `app.get(path, auth.requirePermissions(…), handler)`, or with others
 * `{ ...auth.requirePermissions(…), schema }`.
 */
export interface GuardedRouteOptions {
  /** For the plugin. */
  config: { auth: AccessRule };
  /** Guards the route also where the plugin is not registered. */
  onRequest: onRequestHookHandler;
}

/**
 * A plugin that authenticates and authorizes requests. Every route is closed, but for the callers that its options allow.
 *
 * ```ts
 * await app.register(auth.plugin); // first: from here on every route is closed
 * app.get('/health', auth.public(), () => ({}));
 * app.delete('/messages/:id', auth.requirePermissions('can_delete_messages'), remove);
 * ```
 */
export class FastifyAuth extends AuthAdapter<GuardedRouteOptions> {
  /** By which rule a request was accepted: the plugin and the route's own hook decide the same. */
  private readonly accepted = new WeakMap<FastifyRequest, AccessRule>();
  private readonly accessByRule = new WeakMap<AccessRule, RouteAccess>();

  /**
   * Register it before the plugins with your routes, and after CORS. Applies to the whole instance. Unknown paths are
   * closed too. Closing the instance calls `close()`.
   */
  readonly plugin: FastifyPluginCallback = Object.assign<FastifyPluginCallback, object>(
    (app, _options, done) => {
      app.decorateRequest('auth');
      app.addHook('onRoute', ({ config }) => void this.accessOf(config?.auth));
      app.addHook('onRequest', (request, reply, next) =>
        this.authorize(request, reply, request.routeOptions.config?.auth, next),
      );
      app.addHook('onClose', (_app, closed) => {
        this.close();
        closed();
      });
      done();
    },
    // Hooks of a plugin apply to its parent only with this; the package fastify-plugin does the same.
    {
      [Symbol.for('skip-override')]: true,
      [Symbol.for('fastify.display-name')]: '@collabsphere/auth',
      [Symbol.for('plugin-meta')]: { name: '@collabsphere/auth', fastify: '5.x' },
    },
  );

  override protect(rule: AccessRule = {}): GuardedRouteOptions {
    this.accessOf(rule);
    return {
      config: { auth: rule },
      onRequest: (request, reply, next) => this.authorize(request, reply, rule, next),
    };
  }

  private authorize(request: FastifyRequest, reply: FastifyReply, rule: AccessRule | undefined, next: () => void) {
    if (rule && this.accepted.get(request) === rule) return next();
    const finish = (outcome: Outcome) => {
      if (outcome.refusal) return refuse(request, reply, outcome.refusal);
      request.auth = outcome.auth;
      if (rule) this.accepted.set(request, rule);
      next();
    };
    const fail = (error: Error) => void reply.send(error);
    let outcome: Outcome | Promise<Outcome>;
    try {
      outcome = this.authorizer.authorize(request, this.accessOf(rule));
    } catch (error) {
      return fail(error as Error);
    }
    if (outcome instanceof Promise) outcome.then(finish, fail);
    else finish(outcome);
  }

  private accessOf(rule: AccessRule | undefined): RouteAccess {
    if (rule === undefined) return DEFAULT_ACCESS;
    let access = this.accessByRule.get(rule);
    if (!access) {
      access = toRouteAccess(rule);
      this.accessByRule.set(rule, access);
    }
    return access;
  }
}

const DEFAULT_ACCESS = toRouteAccess();

/**
 * Follows CollabSphere Auth from now on; `close()`, or closing the Fastify instance, ends that.
 *
 * ```ts
 * const auth = createAuth({ issuer: 'https://auth.example.com', credentials: { clientId, clientSecret } });
 * ```
 * @throws {Error} for an issuer that is no URL, or missing credentials
 */
export const createAuth = (options: CreateAuthOptions): FastifyAuth => new FastifyAuth(options);

function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): void {
  request.auth = undefined;
  // Such as by a time-out, while the key of the token was awaited.
  if (reply.sent) return;
  const { status, body, headers } = problemOf(refusal);
  void reply.code(status).headers(headers).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(body));
}
