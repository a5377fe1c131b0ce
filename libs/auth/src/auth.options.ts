import type { Caller, Principal } from './tokens/caller';

/** Seconds. */
export const DEFAULT_MAX_STALENESS = 10;
/** Default `aud` of the tokens. */
export const DEFAULT_AUDIENCE = 'collabsphere';

/** Where warnings go, such as those of a lost event stream. `console`, and the loggers of NestJS and pino, have it. */
export interface AuthLogger {
  warn(message: string): void;
}

export const consoleLogger: AuthLogger = {
  // eslint-disable-next-line no-console -- the only place that a service without a logger has
  warn: (message) => console.warn(`@collabsphere/auth: ${message}`),
};

/** Options of the guards. */
export abstract class AuthOptions {
  /** `iss` of the tokens: the `PUBLIC_URL` of CollabSphere Auth. */
  abstract readonly issuer: string;
  /** Required `aud` of a token. */
  abstract readonly audience: string;
  /**
   * Seconds without a sign of life from the source of authorization events after which guarded routes answer 503, since
   * a revocation may have been missed. Default 10.
   */
  abstract readonly maxStaleness?: number;
  /** `allow` keeps all routes open then; `@AllowStale()` keeps one open. Default `refuse`. */
  abstract readonly whenStale?: 'refuse' | 'allow';
  /** Called for each authenticated HTTP request of a user; must be fast and must not throw. */
  abstract readonly onRequestAuthenticated?: (principal: Principal) => void;
  /**
   * Called when a token is verified that is not in the cache: of an HTTP request, a socket, a message or introspection.
   * At least once for each token, rarely more often. Must be fast and must not throw.
   */
  abstract readonly onTokenVerified?: (caller: Caller) => void;
  /** Seconds: how recent an authentication must be for `@RequireRecentAuth()` without `maxAge`. Default 900. */
  abstract readonly stepUpMaxAge?: number;
  /** Whether every change that requires a permission requires a recent authentication too. Default false. */
  abstract readonly adminStepUp?: boolean;
}

/** Options of `AuthModule.forRoot`, for a service that is not the issuer. */
export abstract class AuthServiceOptions {
  /** `iss` of the tokens and address of CollabSphere Auth: its `PUBLIC_URL`. */
  abstract readonly issuer: string;
  /** From `npm run cli -- create-service`; the service needs the scope `authorization.read`. */
  abstract readonly credentials: { clientId: string; clientSecret: string };
  /** `aud` that a token must have. Default `collabsphere`. */
  abstract readonly audience?: string;
  abstract readonly maxStaleness?: AuthOptions['maxStaleness'];
  abstract readonly whenStale?: AuthOptions['whenStale'];
  abstract readonly onRequestAuthenticated?: AuthOptions['onRequestAuthenticated'];
  abstract readonly stepUpMaxAge?: AuthOptions['stepUpMaxAge'];
  abstract readonly adminStepUp?: AuthOptions['adminStepUp'];
}

/** Fills in the defaults. */
export const toAuthOptions = (given: AuthServiceOptions): AuthOptions => ({
  ...given,
  issuer: given.issuer.replace(/\/$/, ''),
  audience: given.audience ?? DEFAULT_AUDIENCE,
});
