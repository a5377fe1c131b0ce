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
 * passport-jwt has one place for what verifies a token, which all of a process share: there our tokens go to
 * `Authenticator`, as those of sockets and messages do, and everybody else's where they went before.
 */
const shared = Strategy as unknown as { JwtVerifier: JwtVerifier };
const defaultVerifier = shared.JwtVerifier;
shared.JwtVerifier = (token, key, options, done) => {
  if (!options.authenticator) return defaultVerifier(token, key, options, done);
  const caller = options.authenticator.verifyWithKey(token, key);
  return caller ? done(null, caller) : done(new Error('not an access token that holds'));
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
          // Nobody but the verifier above looks at it; the types of passport-jwt know only strings.
          if (key) done(null, key as unknown as string);
          else done(new Error('no such key'));
        });
      },
      jsonWebTokenOptions: { authenticator } as object,
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

  /** What was verified is the caller already. */
  validate(caller: Caller): Caller {
    return caller;
  }

  /** Its own: the one that all share knows one strategy of a name, and two applications may live in one process. */
  getPassportInstance(): PassportInstance {
    return (this.passport ??= new Passport());
  }
}
