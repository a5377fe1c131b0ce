import { publicJobError } from './job-error';
import { growthOf, LINEAR } from '../../../../test/support/growth';

describe('publicJobError', () => {
  it.each([
    ['connect ECONNREFUSED 127.0.0.1:25', 'connect ECONNREFUSED 127.0.0.1:25'],
    [
      "Can't send mail - all recipients were rejected: 550 5.1.1 <ann.lee+x@example.com>: no such user",
      "Can't send mail - all recipients were rejected: 550 5.1.1 <<address>>: no such user",
    ],
    ['550 ann@bücher.example.', '550 <address>'],
    [`"o'neil lee"@example.com refused`, '<address> refused'],
    [`o'neil@example.com refused`, '<address> refused'],
    ['GET https://push.example.com/send/abc-secret?x=1 answered 500', 'GET https://push.example.com answered 500'],
    ['smtp://user:secret@mail.example.com:587/ is away', 'smtp://mail.example.com:587 is away'],
    ['see https://auth.example.com/verify-email/tok', 'see https://auth.example.com'],
  ])('%s', (message, shown) => expect(publicJobError(message)).toBe(shown));

  it.each([
    ['', 'a'],
    ['', 'a@'],
    ['http://', '@'],
    ['', 'x://'],
  ])('takes no more than its share of time for %j and many %j', (start, part) => {
    expect(growthOf((size) => publicJobError(start + part.repeat(size)), 100_000)).toBeLessThan(LINEAR);
  });
});
