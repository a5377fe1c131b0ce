import type { Caller, Principal } from './tokens/caller';

/** Seconds. */
export const DEFAULT_MAX_STALENESS = 10;
/** `aud` of the tokens, unless the issuer was set up with another. */
export const DEFAULT_AUDIENCE = 'collabsphere';

/** What the guards need to know. */
export abstract class AuthOptions {
  /** `iss` of the tokens: the `PUBLIC_URL` of CollabSphere Auth. */
  abstract readonly issuer: string;
  /** `aud` that a token must have. */
  abstract readonly audience: string;
  /**
   * Seconds without word from the source of authorization events after which guarded routes answer 503: a change that
   * was missed must not let anybody through. Default 10.
   */
  abstract readonly maxStaleness?: number;
  /** `allow` lets requests through all the same, on every route; `@AllowStale()` does so on one. Default `refuse`. */
  abstract readonly whenStale?: 'refuse' | 'allow';
  /** Called for each HTTP request that a principal was let in with; must be quick and must not throw. */
  abstract readonly onRequestAuthenticated?: (principal: Principal) => void;
  /**
   * Called when a token is verified that is not remembered here, whatever way it came: HTTP, a socket, a message,
   * introspection. At least once for each token, seldom more often. Must be quick and must not throw.
   */
  abstract readonly onTokenVerified?: (caller: Caller) => void;
}

/** Options of `AuthModule.forRoot`, for a service that is not the issuer. */
export abstract class AuthServiceOptions {
  /** `iss` of the tokens and address of CollabSphere Auth: its `PUBLIC_URL`. */
  abstract readonly issuer: string;
  /** As `npm run cli -- create-service` showed them; the service needs the scope `authorization.read`. */
  abstract readonly credentials: { clientId: string; clientSecret: string };
  /** `aud` that a token must have. Default `collabsphere`. */
  abstract readonly audience?: string;
  abstract readonly maxStaleness?: AuthOptions['maxStaleness'];
  abstract readonly whenStale?: AuthOptions['whenStale'];
  abstract readonly onRequestAuthenticated?: AuthOptions['onRequestAuthenticated'];
}
