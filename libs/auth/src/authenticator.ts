import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_TYPE,
  type AccessTokenPayload,
  type Caller,
  callerOf,
  isService,
  type ServiceTokenPayload,
} from './access-token';
import type { Access } from './access';
import type { AuthProblemCode } from './auth.errors';
import { AuthOptions, DEFAULT_MAX_STALENESS } from './auth.options';
import { AuthorizationState } from './authorization-state';
import { parse, verify } from './jws';
import { VerificationKeys } from './verification-keys';
import { VerifiedTokens } from './verified-tokens';

type Payload = Partial<AccessTokenPayload & ServiceTokenPayload> & { nbf?: unknown };

/** What a route or a socket asks of a caller; what is left out is asked for. */
export type Demands = Pick<Access, 'allowsUnverifiedEmail' | 'allowsStale' | 'scopes'>;

const usersOnly: Demands = { allowsUnverifiedEmail: false, allowsStale: false, scopes: [] };

/** Whom a token stands for, and whether it still does: the one judge, whatever door the token came through. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly state: AuthorizationState,
    private readonly tokens: VerifiedTokens,
    private readonly keys: VerificationKeys,
    private readonly options: AuthOptions,
  ) {}

  /** A token that was verified before. */
  known(token: string): Caller | undefined {
    return this.tokens.get(token);
  }

  /** A token that has just been verified. */
  remember(token: string, caller: Caller): void {
    this.tokens.add(token, caller);
    this.options.verified?.(caller);
  }

  /**
   * Verifies a token that comes through no HTTP request (sockets, messages, introspection); there passport-jwt does it.
   * @returns nothing where it is none of ours, whatever is wrong with it
   */
  async verify(token: string): Promise<Caller | undefined> {
    const known = this.known(token);
    if (known) return known;
    const key = await this.keyFor(token);
    const caller = key && this.read(token, key);
    if (caller) this.remember(token, caller);
    return caller;
  }

  /** The key that a token must be signed with. Of its header only `kid` chooses, and only among the issuer's own keys. */
  async keyFor(token: string): Promise<KeyObject | undefined> {
    try {
      const { header } = parse(token);
      const sound = header.alg === ACCESS_TOKEN_ALGORITHM && String(header.typ).toLowerCase() === ACCESS_TOKEN_TYPE;
      return sound && typeof header.kid === 'string' ? await this.keys.find(header.kid) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whom the payload of a well-signed token stands for. @see RFC 9068 §4 */
  callerOf(payload: Payload, now = Date.now()): Caller | undefined {
    const { issuer, audience } = this.options;
    const { iss, aud, exp, nbf } = payload;
    const forUs = iss === issuer && (Array.isArray(aud) ? aud.includes(audience) : aud === audience);
    const begun = nbf === undefined || (typeof nbf === 'number' && nbf <= now / 1000);
    return forUs && begun && typeof exp === 'number' && exp > now / 1000 ? callerOf(payload) : undefined;
  }

  /**
   * Whether who was verified may come in as things are now.
   * @returns the caller with what has changed since the token was made, or why not
   */
  judge(caller: Caller, demands: Demands = usersOnly): Caller | AuthProblemCode {
    if (caller.expiresAt <= Date.now() || this.state.isRevoked(caller)) return 'invalid_token';
    if (!demands.allowsStale && this.isStale()) return 'authorization_stale';
    if (isService(caller)) {
      if (demands.scopes.length === 0) return 'user_required';
      return demands.scopes.every((scope) => caller.scopes.includes(scope)) ? caller : 'insufficient_scope';
    }
    if (demands.scopes.length > 0) return 'insufficient_scope';
    const principal = this.state.current(caller);
    return principal.emailVerified || demands.allowsUnverifiedEmail ? principal : 'email_not_verified';
  }

  /** Whether it may be unknown here that a token has been revoked. */
  isStale(): boolean {
    const { maxStaleness = DEFAULT_MAX_STALENESS, whenStale = 'refuse' } = this.options;
    return whenStale === 'refuse' && this.state.staleness() > maxStaleness * 1000;
  }

  private read(token: string, key: KeyObject): Caller | undefined {
    try {
      const { payload } = verify(token, [key], { algorithms: [ACCESS_TOKEN_ALGORITHM] });
      return this.callerOf(JSON.parse(payload.toString('utf8')) as Payload);
    } catch {
      return undefined;
    }
  }
}
