import { isDomain, isWebauthnOrigin, relyingPartyOf, webauthnErrors } from './webauthn-settings';

const none = { WEBAUTHN_ORIGINS: [] };

it('are derived from the addresses of the service and its frontend', () => {
  expect(relyingPartyOf(none)).toEqual({ id: 'localhost', origins: ['http://localhost'] });
  expect(relyingPartyOf({ ...none, PUBLIC_URL: 'http://localhost:3000' })).toEqual({
    id: 'localhost',
    origins: ['http://localhost:3000'],
  });
  const urls = { PUBLIC_URL: 'https://auth.example.com', FRONTEND_URL: 'https://app.example.com/sub/path' };
  expect(relyingPartyOf({ ...none, ...urls })).toEqual({
    id: 'auth.example.com',
    origins: ['https://auth.example.com', 'https://app.example.com'],
  });
  const own = { WEBAUTHN_RP_ID: 'example.com', WEBAUTHN_ORIGINS: ['https://a.example.com'] };
  expect(relyingPartyOf({ ...urls, ...own })).toEqual({ id: 'example.com', origins: ['https://a.example.com'] });
});

it('must have an origin on the domain', () => {
  const withOrigins = (WEBAUTHN_RP_ID: string, ...WEBAUTHN_ORIGINS: string[]) =>
    webauthnErrors({ PUBLIC_URL: 'https://auth.example.com', WEBAUTHN_RP_ID, WEBAUTHN_ORIGINS });
  expect(withOrigins('example.com')).toEqual([]);
  expect(withOrigins('example.com', 'https://other.example', 'https://example.com')).toEqual([]);
  expect(withOrigins('example.com', 'https://notexample.com')).toHaveLength(1);
  expect(withOrigins('other.example')).toHaveLength(1);
});

it('knows domains and origins', () => {
  for (const domain of ['localhost', 'example.com', 'a-b.example.com', 'xn--mnchen-3ya.de', `${'a'.repeat(63)}.de`])
    expect(isDomain(domain)).toBe(true);
  for (const text of [
    '',
    'https://example.com',
    'example.com:443',
    'Example.com',
    '127.0.0.1',
    '[::1]',
    '.com',
    'a..b',
    'a.',
    '-a.example',
    'a-.example',
    '1.2',
    '999.999.999.999',
    `${'a'.repeat(64)}.de`,
    `${'a.'.repeat(126)}de`,
  ])
    expect(isDomain(text)).toBe(false);
  const hash = 'pNiP5iKyQ8JwgGOaKA1zGPUPJIS-0H1xKCQcfIoGLck';
  for (const origin of ['https://a.example', 'http://localhost:5173', `android:apk-key-hash:${hash}`])
    expect(isWebauthnOrigin(origin)).toBe(true);
  for (const text of ['https://a.example/', 'https://a.example/x', 'a.example', 'https://a.example:443', 'android:x'])
    expect(isWebauthnOrigin(text)).toBe(false);
});
