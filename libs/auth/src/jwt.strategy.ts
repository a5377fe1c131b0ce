import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_TYPE,
  type AccessTokenPayload,
  type Principal,
  principalOf,
} from './access-token';
import { AuthOptions } from './auth.options';
import { VerificationKeys } from './verification-keys';

/** Verifies an access token that this process sees for the first time. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(options: AuthOptions, keys: VerificationKeys) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: [ACCESS_TOKEN_ALGORITHM],
      issuer: options.issuer,
      audience: options.audience,
      secretOrKeyProvider: (_request, token, done) => {
        const key = keyFor(String(token), keys);
        // Node's synchronous crypto takes the KeyObject as it is; the types of passport-jwt know only strings.
        if (key) done(null, key as unknown as string);
        else done(new Error('no such key'));
      },
    });
  }

  validate(payload: Partial<AccessTokenPayload>): Principal | false {
    return principalOf(payload) ?? false;
  }
}

/** Of a header only `kid` chooses, and only among our own keys; `jku`, `jwk`, `x5u` are not looked at. @see RFC 8725 */
function keyFor(token: string, keys: VerificationKeys): KeyObject | undefined {
  try {
    const header = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString('utf8'));
    const sound =
      header.alg === ACCESS_TOKEN_ALGORITHM &&
      String(header.typ).toLowerCase() === ACCESS_TOKEN_TYPE &&
      !('crit' in header);
    return sound && isCanonical(token) && typeof header.kid === 'string' ? keys.find(header.kid) : undefined;
  } catch {
    return undefined;
  }
}

/** Node reads base64url leniently, but a signature has exactly one spelling. Header and payload are what it is of. */
function isCanonical(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}
