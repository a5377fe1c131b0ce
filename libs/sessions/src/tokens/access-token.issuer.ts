import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_TYPE,
  assuranceLevelOf,
  type Authentication,
  AuthOptions,
  type Claims,
  EVENT_LEEWAY,
} from '#auth';
import { databaseClock, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { v7 as uuid } from 'uuid';
import { SigningKeysService } from '../signing-keys/signing-keys.service';

/** `client_id` of the tokens of users; services have their own. */
export const FIRST_PARTY_CLIENT = 'collabsphere';

/** @see RFC 9068 */
@Injectable()
export class AccessTokenIssuer {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: SigningKeysService,
    private readonly auth: AuthOptions,
    private readonly settings: Settings,
  ) {}

  /** Seconds after which a token issued now has expired for every process, whatever its clock or later setting. */
  get lifetime(): number {
    return this.settings.ACCESS_TOKEN_TTL + EVENT_LEEWAY;
  }

  /** @param generation of the refresh token that is issued with it */
  issue(claims: Claims, { authenticatedAt, methods }: Authentication, generation: number): string {
    const { userId, sessionId, roleIds, emailVerified, mfaEnrolled } = claims;
    return this.sign({
      sub: userId,
      sid: sessionId,
      jti: uuid(),
      client_id: FIRST_PARTY_CLIENT,
      roles: roleIds,
      email_verified: emailVerified,
      mfa_enrolled: mfaEnrolled,
      auth_time: Math.floor(authenticatedAt / 1000),
      amr: methods,
      acr: assuranceLevelOf(methods),
      generation,
    });
  }

  /** For a service on its own behalf: no session, no roles. @see RFC 9068 §2.2, RFC 6749 §4.4 */
  issueForService(serviceId: string, tokenId: string, scopes: readonly string[]): string {
    return this.sign({ sub: serviceId, jti: tokenId, client_id: serviceId, scope: scopes.join(' ') });
  }

  private sign(payload: object): string {
    const { kid, key } = this.keys.currentSigner();
    const iat = Math.floor(databaseClock.now() / 1000);
    // `exp` is counted from it.
    return this.jwt.sign(
      { ...payload, iat },
      {
        privateKey: key as never,
        algorithm: ACCESS_TOKEN_ALGORITHM,
        header: { alg: ACCESS_TOKEN_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid },
        issuer: this.auth.issuer,
        audience: this.auth.audience,
        expiresIn: this.settings.ACCESS_TOKEN_TTL,
      },
    );
  }
}
