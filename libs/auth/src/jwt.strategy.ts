import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { ACCESS_TOKEN_ALGORITHM, type AccessTokenPayload, type Caller } from './access-token';
import { Authenticator } from './authenticator';
import { AuthOptions } from './auth.options';

/** Verifies the access token of an HTTP request that this process sees for the first time. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    options: AuthOptions,
    private readonly authenticator: Authenticator,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: [ACCESS_TOKEN_ALGORITHM],
      issuer: options.issuer,
      audience: options.audience,
      secretOrKeyProvider: (_request, token, done) => {
        void authenticator.keyFor(String(token)).then((key) => {
          // Node's synchronous crypto takes the KeyObject as it is; the types of passport-jwt know only strings.
          if (key) done(null, key as unknown as string);
          else done(new Error('no such key'));
        });
      },
    });
  }

  validate(payload: Partial<AccessTokenPayload>): Caller | false {
    return this.authenticator.callerOf(payload) ?? false;
  }
}
