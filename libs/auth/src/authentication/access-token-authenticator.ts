import type { KeyObject } from 'node:crypto';
import type { AccessRequirements, RecentAuthRequirement } from '../access/route-access';
import { type AuthOptions, DEFAULT_MAX_STALENESS } from '../auth.options';
import { parseJws } from '../jws/parse-jws';
import { verifyJws } from '../jws/verify-jws';
import type { VerificationKeys } from '../keys/verification-keys';
import type { AuthorizationState } from '../state/authorization-state';
import type { AuthProblemCode } from '../problems/auth-problem';
import { MAX_CLOCK_SKEW } from '../state/lifetimes';
import { ACCESS_TOKEN_ALGORITHM, ACCESS_TOKEN_TYPE } from '../tokens/access-token';
import { type Caller, isService, type Principal } from '../tokens/caller';
import { parsePayload, type UnverifiedPayload } from '../tokens/parse-payload';
import { DEFAULT_STEP_UP_MAX_AGE, findStepUp, type StepUp } from './recent-authentication';
import type { VerifiedTokenCache } from './verified-token-cache';

const DEFAULT_REQUIREMENTS: AccessRequirements = { allowsUnverifiedEmail: false, allowsStale: false, scopes: [] };

/** Verifies access tokens and authorizes callers. Without NestJS, so that every framework uses the same. */
export class AccessTokenAuthenticator {
  constructor(
    private readonly state: AuthorizationState,
    private readonly tokens: VerifiedTokenCache,
    private readonly keys: VerificationKeys,
    private readonly options: AuthOptions,
  ) {}

  /** The caller of a token that was verified before and has not expired. */
  findVerified(token: string): Caller | undefined {
    const caller = this.tokens.get(token);
    return caller && this.isUnexpired(caller) ? caller : undefined;
  }

  /** Caches a token that has just been verified. */
  cacheVerified(token: string, caller: Caller): void {
    this.tokens.add(token, caller);
    this.options.onTokenVerified?.(caller);
  }

  /** @returns nothing if the token is not valid, whatever the reason */
  async verify(token: string): Promise<Caller | undefined> {
    const verified = this.findVerified(token);
    if (verified) return verified;
    const key = await this.findKey(token);
    return key && this.verifyWithKey(token, key);
  }

  /**
   * Why `verify` has found no caller. A key that is not known may be missing because the issuer can't be reached, such as
   * at the start of a service: then the token may be valid.
   */
  explainUnverified(token: string): 'invalid_token' | 'authorization_stale' {
    const kid = keyIdOf(token);
    return kid !== undefined && !this.keys.isKnown(kid) && this.isStale() ? 'authorization_stale' : 'invalid_token';
  }

  /** The key that must have signed a token. Of the header only `kid` is used, to select one of the issuer's own keys. */
  async findKey(token: string): Promise<KeyObject | undefined> {
    const kid = keyIdOf(token);
    if (kid === undefined) return undefined;
    try {
      return await this.keys.find(kid, this.state.clock.now());
    } catch {
      return undefined;
    }
  }

  /**
   * The only place where a signature is checked. A valid token is cached.
   * @param key as `findKey` found it
   */
  verifyWithKey(token: string, key: KeyObject, now = this.state.clock.now()): Caller | undefined {
    try {
      const { header, payload } = verifyJws(token, [key], { algorithms: [ACCESS_TOKEN_ALGORITHM] });
      const caller = this.verifyClaims(JSON.parse(payload.toString('utf8')) as UnverifiedPayload, header.kid!, now);
      if (caller) this.cacheVerified(token, caller);
      return caller;
    } catch {
      return undefined;
    }
  }

  /** When a token expires, as its lifetime is set now; milliseconds since 1970. */
  tokenExpiry(caller: Caller): number {
    return this.state.tokenExpiry(caller);
  }

  /**
   * Whether neither the token nor its signing key has expired; a withdrawn key has. A token from the future, of a clock that
   * was set back since, would outlive the events that contradict it.
   */
  isUnexpired(caller: Caller, now = this.state.clock.now()): boolean {
    const isFromFuture = caller.issuedAt > now + MAX_CLOCK_SKEW * 1000;
    return !isFromFuture && now < this.tokenExpiry(caller) && this.keys.isValid(caller.keyId, now);
  }

  /**
   * Whether a verified caller has access now.
   * @returns the caller with all changes since the token was issued applied, or the reason of the refusal
   */
  authorize(caller: Caller, requirements: AccessRequirements = DEFAULT_REQUIREMENTS): Caller | AuthProblemCode {
    if (!this.isUnexpired(caller) || this.state.isRevoked(caller)) return 'invalid_token';
    if (!requirements.allowsStale && this.isStale()) return 'authorization_stale';
    if (isService(caller)) {
      if (requirements.scopes.length === 0) return 'user_required';
      return requirements.scopes.every((scope) => caller.scopes.includes(scope)) ? caller : 'insufficient_scope';
    }
    if (requirements.scopes.length > 0) return 'insufficient_scope';
    const principal = this.state.currentClaims(caller);
    if (!principal.emailVerified && !requirements.allowsUnverifiedEmail) return 'email_not_verified';
    if (!requirements.allowsWithoutMfa && this.state.mustEnrolMfa(principal)) return 'mfa_enrolment_required';
    // Such as a session by a trusted device, from before the role required a second factor. A token that does not know of
    // the second factor is of the session that has just set it.
    const isWithoutFactor = caller.mfaEnrolled && !caller.methods.includes('mfa');
    if (isWithoutFactor && !requirements.allowsWithoutMfa && this.state.requiresMfa(principal))
      return 'step_up_required';
    return principal;
  }

  /**
   * What the user of an authorized request must still prove.
   * @returns nothing if their authentication is recent and strong enough
   */
  findStepUp(
    principal: Principal,
    { maxAge = this.options.stepUpMaxAge ?? DEFAULT_STEP_UP_MAX_AGE, onlyIfEnrolled }: RecentAuthRequirement = {},
  ): StepUp | undefined {
    const current = this.state.currentClaims(principal);
    return onlyIfEnrolled && !current.mfaEnrolled ? undefined : findStepUp(current, maxAge, this.state.clock.now());
  }

  /** Whether a revocation may not be known here. */
  isStale(): boolean {
    const { maxStaleness = DEFAULT_MAX_STALENESS, whenStale = 'refuse' } = this.options;
    return whenStale === 'refuse' && this.state.staleness() > maxStaleness * 1000;
  }

  /** @see RFC 9068 §4 */
  private verifyClaims(payload: UnverifiedPayload, keyId: string, now: number): Caller | undefined {
    const { issuer, audience } = this.options;
    const { iss, aud, nbf } = payload;
    const hasAudience = Array.isArray(aud) ? aud.includes(audience) : aud === audience;
    const isStarted = nbf === undefined || (typeof nbf === 'number' && nbf <= now / 1000);
    if (iss !== issuer || !hasAudience || !isStarted) return undefined;
    const caller = parsePayload(payload, keyId);
    return caller && this.isUnexpired(caller, now) ? caller : undefined;
  }
}

/** `kid` of an access token; nothing if it is not one. */
function keyIdOf(token: string): string | undefined {
  try {
    const { alg, typ, kid } = parseJws(token).header;
    const isAccessToken = alg === ACCESS_TOKEN_ALGORITHM && String(typ).toLowerCase() === ACCESS_TOKEN_TYPE;
    return isAccessToken && typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}
