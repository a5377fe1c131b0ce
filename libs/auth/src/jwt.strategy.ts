import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Passport } from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { ACCESS_TOKEN_ALGORITHM, type AccessTokenPayload, type Caller } from './access-token';
import { Authenticator } from './authenticator';
import { AuthOptions } from './auth.options';

type PassportInstance = InstanceType<typeof Passport>;

/** Verifies the access token of an HTTP request that this process sees for the first time. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  declare private passport?: PassportInstance;

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

  /** Whatever passport finds wrong is for the caller one and the same: nothing is answered. */
  verify(token: string): Promise<Caller | undefined> {
    const request = { headers: { authorization: `Bearer ${token}` } };
    return new Promise((resolve) => {
      const done = (_error: unknown, caller?: Caller | false) => resolve(caller || undefined);
      this.getPassportInstance().authenticate('jwt', { session: false }, done)(request, {}, () => resolve(undefined));
    });
  }

  validate(payload: Partial<AccessTokenPayload>): Caller | false {
    return this.authenticator.callerOf(payload) ?? false;
  }

  /** Its own: the one that all share knows one strategy of a name, and two applications may live in one process. */
  getPassportInstance(): PassportInstance {
    return (this.passport ??= new Passport());
  }
}
