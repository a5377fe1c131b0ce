import {
  type AccessTokenPayload,
  assuranceLevelOf,
  Authenticator,
  AuthorizationState,
  isService,
  type Principal,
  type ServiceTokenPayload,
} from '#auth';
import { RefreshRotation } from '#sessions';
import { Injectable } from '@nestjs/common';
import { authorization_stale } from './oauth.errors';
import type { IntrospectionResponse } from './oauth.dto';

const inactive: IntrospectionResponse = { active: false };

/** For services that can't verify a JWT or follow the events themselves. @see RFC 7662 */
@Injectable()
export class Introspection {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly state: AuthorizationState,
    private readonly rotation: RefreshRotation,
  ) {}

  /**
   * An expired, revoked, foreign or malformed token is `inactive` without a reason, and so is one of a user who must set a
   * second factor first: other services would let them in.
   * @throws {Problem} 503
   */
  async introspect(token: string): Promise<IntrospectionResponse> {
    const caller = await this.authenticator.verify(token);
    if (!caller) {
      this.rotation.recordSeen(token);
      return inactive;
    }
    const authorized = this.authenticator.authorize(caller, {
      allowsUnverifiedEmail: true,
      allowsStale: false,
      scopes: isService(caller) ? caller.scopes : [],
    });
    if (authorized === 'authorization_stale') throw authorization_stale();
    if (typeof authorized !== 'object') return inactive;

    const { iss, aud, sub, iat, jti, client_id } = payloadOf(token);
    const exp = Math.floor(this.authenticator.endOf(authorized) / 1000);
    const claims: IntrospectionResponse = {
      active: true,
      token_type: 'Bearer',
      iss,
      aud,
      sub,
      exp,
      iat,
      jti,
      client_id,
    };
    if (isService(authorized)) return { ...claims, scope: authorized.scopes.join(' ') };
    return {
      ...claims,
      sid: authorized.sessionId,
      roles: authorized.roleIds,
      email_verified: authorized.emailVerified,
      ...authenticationOf(authorized),
      permissions: this.state.permissionsOf(authorized),
    };
  }
}

/** Tokens of version 0.1 do not say when or how. */
function authenticationOf({ authenticatedAt, methods }: Principal) {
  if (authenticatedAt === 0) return {};
  return { auth_time: Math.floor(authenticatedAt / 1000), amr: methods, acr: assuranceLevelOf(methods) };
}

/** Of a token that was verified. */
function payloadOf(token: string): AccessTokenPayload | ServiceTokenPayload {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8'));
}
