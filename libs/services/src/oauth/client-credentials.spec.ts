import { credentialsOf } from './client-credentials';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const refused = (authorization: string | undefined, parameters?: Record<string, unknown>) => {
  try {
    return credentialsOf(authorization, parameters);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('credentials of a client', () => {
  it('come by HTTP Basic, form-encoded', () => {
    expect(credentialsOf(basic('me:s3cret'), {})).toEqual({ clientId: 'me', clientSecret: 's3cret' });
    expect(credentialsOf(basic('a%3Ab:100%25+%2B:x'), undefined)).toEqual({
      clientId: 'a:b',
      clientSecret: '100% +:x',
    });
    expect(credentialsOf(basic('me:s').replace('Basic', 'basic'), {})).toEqual({ clientId: 'me', clientSecret: 's' });
  });

  it('come in the body, with a secret or as a public client', () => {
    expect(credentialsOf(undefined, { client_id: 'me', client_secret: 's3cret' })).toEqual({
      clientId: 'me',
      clientSecret: 's3cret',
    });
    expect(credentialsOf(undefined, { client_id: 'me', client_secret: '' })).toEqual({ clientId: 'me' });
  });

  it('may name the client twice, if it is the same one', () => {
    expect(credentialsOf(basic('me:s'), { client_id: 'me' })).toEqual({ clientId: 'me', clientSecret: 's' });
    expect(refused(basic('me:s'), { client_id: 'you' })).toBe('invalid_request');
    expect(refused(basic('me:s'), { client_secret: 's' })).toBe('invalid_request');
  });

  it.each([undefined, '', 'Bearer abc', 'Basic', 'Basic !!', basic('no colon'), basic(':secret'), basic('%zz:x')])(
    'are not %p',
    (authorization) => expect(refused(authorization)).toBe('invalid_client'),
  );

  it.each([7, ['x'], {}, 'x'.repeat(9000)])('are texts, not %p', (client_id) =>
    expect(refused(undefined, { client_id })).toBe('invalid_request'),
  );
});
