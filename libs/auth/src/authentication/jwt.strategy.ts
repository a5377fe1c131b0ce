import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Passport } from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { Caller } from '../tokens/caller';
import { Authenticator } from './authenticator';

type PassportInstance = InstanceType<typeof Passport>;
type Done = (error: Error | null, caller?: Caller) => void;
type JwtVerifier = (token: string, key: KeyObject, options: { authenticator?: Authenticator }, done: Done) => void;

/**
 * passport-jwt has one verifier per process. Tokens of this strategy go to `Authenticator`, as those of sockets and
 * messages do; tokens of other strategies go to the default verifier.
 */
const shared = Strategy as unknown as { JwtVerifier: JwtVerifier };
const defaultVerifier = shared.JwtVerifier;
shared.JwtVerifier = (token, key, options, done) => {
  if (!options.authenticator) return defaultVerifier(token, key, options, done);
  const caller = options.authenticator.verifyWithKey(token, key);
  return caller ? done(null, caller) : done(new Error('not a valid access token'));
};

/** passport-jwt for the access token of an HTTP request that this process sees for the first time. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  declare private passport?: PassportInstance;

  constructor(authenticator: Authenticator) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_request, token, done) => {
        void authenticator.findKey(String(token)).then((key) => {
          // Only the verifier above uses it; passport-jwt's types allow only strings.
          if (key) done(null, key as unknown as string);
          else done(new Error('no such key'));
        });
      },
      jsonWebTokenOptions: { authenticator } as object,
    });
  }

  /** @returns nothing if the token is not valid, whatever the reason */
  verify(token: string): Promise<Caller | undefined> {
    const request = { headers: { authorization: `Bearer ${token}` } };
    return new Promise((resolve) => {
      const done = (_error: unknown, caller?: Caller | false) => resolve(caller || undefined);
      this.getPassportInstance().authenticate('jwt', { session: false }, done)(request, {}, () => resolve(undefined));
    });
  }

  /** The verifier has returned the caller already. */
  validate(caller: Caller): Caller {
    return caller;
  }

  /** An instance of its own: the shared one holds one strategy of each name, and a process may run two applications. */
  getPassportInstance(): PassportInstance {
    return (this.passport ??= new Passport());
  }
}
