import { type AccessTokenPayload, Authenticator, AuthorizationState, isService, type ServiceTokenPayload } from '#auth';
import { RefreshRotation } from '#sessions';
import { Injectable } from '@nestjs/common';
import { authorization_stale } from './oauth.errors';
import type { IntrospectionResponse } from './oauth.dto';

const inactive: IntrospectionResponse = { active: false };

/** Whether a token holds, for a service that can't verify a JWT or follow the events itself. @see RFC 7662 */
@Injectable()
export class Introspection {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly state: AuthorizationState,
    private readonly rotation: RefreshRotation,
  ) {}

  /** Nothing is said of a token that is dead, foreign or none: not even which of these. @throws {Problem} 503 */
  async introspect(token: string): Promise<IntrospectionResponse> {
    const caller = await this.authenticator.verify(token);
    if (!caller) {
      this.rotation.recordSeen(token);
      return inactive;
    }
    const judged = this.authenticator.authorize(caller, {
      allowsUnverifiedEmail: true,
      allowsStale: false,
      scopes: isService(caller) ? caller.scopes : [],
    });
    if (judged === 'authorization_stale') throw authorization_stale();
    if (typeof judged !== 'object') return inactive;

    const { iss, aud, sub, iat, jti, client_id } = payloadOf(token);
    const exp = Math.floor(this.authenticator.tokenExpiry(judged) / 1000);
    const said: IntrospectionResponse = { active: true, token_type: 'Bearer', iss, aud, sub, exp, iat, jti, client_id };
    if (isService(judged)) return { ...said, scope: judged.scopes.join(' ') };
    return {
      ...said,
      sid: judged.sessionId,
      roles: judged.roleIds,
      email_verified: judged.emailVerified,
      permissions: this.state.permissionsOf(judged),
    };
  }
}

/** Of a token that was verified. */
function payloadOf(token: string): AccessTokenPayload | ServiceTokenPayload {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8'));
}
