import { createHmac } from 'node:crypto';
import { Strategy } from 'passport-jwt';
import './jwt.strategy';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const data = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: 'somebody' })}`;
const token = (secret: string) => `${data}.${createHmac('sha256', secret).update(data).digest('base64url')}`;

/** A strategy of the service's own, beside the library's. */
function outcome(secret: string): Promise<unknown> {
  return new Promise((resolve) => {
    const options = {
      jwtFromRequest: () => token(secret),
      secretOrKey: 'a secret of the service',
      jsonWebTokenOptions: {},
    };
    const strategy = new Strategy(options, (payload, done) => done(null, payload));
    Object.assign(strategy, { success: resolve, fail: (error: Error) => resolve(error.message), error: resolve });
    strategy.authenticate({} as never, {});
  });
}

it("leaves passport-jwt unchanged for a service's own tokens", async () => {
  expect(await outcome('a secret of the service')).toMatchObject({ sub: 'somebody' });
  expect(await outcome('another secret')).toBe('invalid signature');
});
