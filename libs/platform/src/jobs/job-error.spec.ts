import { publicJobError } from './job-error';

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

  it('takes no time for a long text of one word', () => {
    const started = Date.now();
    for (const text of [
      'a'.repeat(200_000),
      `${'a@'.repeat(100_000)}`,
      `http://${'@'.repeat(100_000)}`,
      'x://'.repeat(50_000),
    ])
      publicJobError(text);
    expect(Date.now() - started).toBeLessThan(1000);
  });
});
