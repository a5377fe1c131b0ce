import type { Authentication, Claims } from '#auth';
import { Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { AccessTokenIssuer } from './access-token.issuer';
import { RefreshTokenCodec } from './refresh-token.codec';

/** @see RFC 6749 §5.1 */
export interface Tokens {
  access: string;
  refresh: string;
  token_type: 'Bearer';
  /** Seconds until `access` expires. */
  expires_in: number;
}

/** Issues an access token together with a refresh token. */
@Injectable()
export class TokenPairIssuer {
  constructor(
    private readonly accessTokens: AccessTokenIssuer,
    private readonly refreshTokens: RefreshTokenCodec,
    private readonly settings: Settings,
  ) {}

  issue(claims: Claims, authentication: Authentication, generation: number): Tokens {
    return {
      access: this.accessTokens.issue(claims, authentication, generation),
      refresh: this.refreshTokens.encode(claims.sessionId, generation),
      token_type: 'Bearer',
      expires_in: this.settings.ACCESS_TOKEN_TTL,
    };
  }
}
