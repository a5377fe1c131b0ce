import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_TYPE,
  type AccessTokenPayload,
  type Caller,
  toCaller,
  isService,
  type ServiceTokenPayload,
} from './access-token';
import type { RouteAccess } from './route-access';
import type { AuthProblemCode } from './auth.errors';
import { AuthOptions, DEFAULT_MAX_STALENESS } from './auth.options';
import { AuthorizationState } from './authorization-state';
import { parse, verify } from './jws';
import { MAX_CLOCK_SKEW } from './lifetimes';
import { VerificationKeys } from './verification-keys';
import { VerifiedTokenCache } from './verified-token-cache';

type Payload = Partial<AccessTokenPayload & ServiceTokenPayload> & { nbf?: unknown };

/** What a route or a socket asks of a caller; what is left out is asked for. */
export type AccessRequirements = Pick<RouteAccess, 'allowsUnverifiedEmail' | 'allowsStale' | 'scopes'>;

const DEFAULT_REQUIREMENTS: AccessRequirements = { allowsUnverifiedEmail: false, allowsStale: false, scopes: [] };

/** Whom a token stands for, and whether it still does: the one judge, whatever door the token came through. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly state: AuthorizationState,
    private readonly tokens: VerifiedTokenCache,
    private readonly keys: VerificationKeys,
    private readonly options: AuthOptions,
  ) {}

  /** A token that was verified before. */
  findVerified(token: string): Caller | undefined {
    const caller = this.tokens.get(token);
    return caller && this.isUnexpired(caller) ? caller : undefined;
  }

  /** A token that has just been verified. */
  cacheVerified(token: string, caller: Caller): void {
    this.tokens.add(token, caller);
    this.options.onTokenVerified?.(caller);
  }

  /** @returns nothing where it is none of ours, whatever is wrong with it */
  async verify(token: string): Promise<Caller | undefined> {
    const known = this.findVerified(token);
    if (known) return known;
    const key = await this.findKey(token);
    return key && this.verifyWithKey(token, key);
  }

  /** The key that a token must be signed with. Of its header only `kid` chooses, and only among the issuer's own keys. */
  async findKey(token: string): Promise<KeyObject | undefined> {
    try {
      const { header } = parse(token);
      const sound = header.alg === ACCESS_TOKEN_ALGORITHM && String(header.typ).toLowerCase() === ACCESS_TOKEN_TYPE;
      return sound && typeof header.kid === 'string' ? await this.keys.find(header.kid) : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * The one place where a signature is checked: whom the token stands for, kept from then on.
   * @param key as `keyFor` found it
   */
  verifyWithKey(token: string, key: KeyObject, now = Date.now()): Caller | undefined {
    try {
      const { header, payload } = verify(token, [key], { algorithms: [ACCESS_TOKEN_ALGORITHM] });
      const caller = this.toCaller(JSON.parse(payload.toString('utf8')) as Payload, header.kid!, now);
      if (caller) this.cacheVerified(token, caller);
      return caller;
    } catch {
      return undefined;
    }
  }

  /** When a token ends, as its life is set now; milliseconds since 1970. */
  tokenExpiry(caller: Caller): number {
    return this.state.tokenExpiry(caller);
  }

  /** Whether its time has not passed, and its key was not withdrawn. */
  isUnexpired(caller: Caller, now = Date.now()): boolean {
    return now < this.tokenExpiry(caller) && this.keys.isValid(caller.keyId, now);
  }

  /**
   * Whether who was verified may come in as things are now.
   * @returns the caller with what has changed since the token was made, or why not
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
    return principal.emailVerified || requirements.allowsUnverifiedEmail ? principal : 'email_not_verified';
  }

  /** Whether it may be unknown here that a token has been revoked. */
  isStale(): boolean {
    const { maxStaleness = DEFAULT_MAX_STALENESS, whenStale = 'refuse' } = this.options;
    return whenStale === 'refuse' && this.state.staleness() > maxStaleness * 1000;
  }

  /** @see RFC 9068 §4 */
  private toCaller(payload: Payload, keyId: string, now: number): Caller | undefined {
    const { issuer, audience } = this.options;
    const { iss, aud, nbf } = payload;
    const forUs = iss === issuer && (Array.isArray(aud) ? aud.includes(audience) : aud === audience);
    const begun = nbf === undefined || (typeof nbf === 'number' && nbf <= now / 1000);
    const caller = forUs && begun ? toCaller(payload, keyId) : undefined;
    // From the future it would outlive what contradicts it.
    const isOfNow = caller && caller.issuedAt <= now + MAX_CLOCK_SKEW * 1000;
    return isOfNow && this.isUnexpired(caller, now) ? caller : undefined;
  }
}
