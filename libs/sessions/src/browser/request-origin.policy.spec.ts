import { isFromAllowedPage } from './request-origin.policy';

const origins = ['https://app.example.com', 'https://auth.example.com'];

describe('isFromAllowedPage', () => {
  it.each([
    ['https://app.example.com', undefined, true],
    ['https://app.example.com', 'same-site', true],
    ['https://auth.example.com', 'same-origin', true],
    ['https://app.example.com', 'cross-site', false],
    ['https://app.example.com', 'none', false],
    ['https://app.example.com', '', false],
    ['https://app.example.com', 'same-site, same-site', false],
    [undefined, 'same-origin', false],
    [undefined, undefined, false],
    ['', undefined, false],
    ['null', undefined, false],
    ['http://app.example.com', undefined, false],
    ['https://app.example.com:443', undefined, false],
    ['https://app.example.com/', undefined, false],
    ['https://APP.example.com', undefined, false],
    ['https://app.example.com.evil.example', undefined, false],
    ['https://x.app.example.com', undefined, false],
    ['https://app.example.com, https://app.example.com', undefined, false],
    ['*', undefined, false],
  ])('Origin %j, Sec-Fetch-Site %j: %s', (origin, site, allowed) => {
    const headers = { ...(origin !== undefined && { origin }), ...(site !== undefined && { 'sec-fetch-site': site }) };
    expect(isFromAllowedPage(headers, origins)).toBe(allowed);
  });
});
