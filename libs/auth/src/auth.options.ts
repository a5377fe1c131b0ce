import type { Principal } from './access-token';

/** Options of `AuthModule.forRoot`. */
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
  /** Called for each request that a principal was let in with; must be quick and must not throw. */
  abstract readonly seen?: (principal: Principal) => void;
}
