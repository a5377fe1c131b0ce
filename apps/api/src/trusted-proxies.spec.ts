import type { IncomingMessage } from 'node:http';
import { clientAddressOf, parseTrustProxy } from './trusted-proxies';

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

describe('who made a request', () => {
  it.each([
    ['off', '10.0.0.1', '192.0.2.1', '10.0.0.1'],
    ['true', '10.0.0.1', '192.0.2.1, 10.0.0.2', '192.0.2.1'],
    ['1', '10.0.0.1', '198.51.100.7, 192.0.2.1', '192.0.2.1'],
    ['2', '10.0.0.1', '198.51.100.7, 192.0.2.1, 10.0.0.2', '192.0.2.1'],
    ['2', '10.0.0.1', undefined, '10.0.0.1'],
    ['10.0.0.0/8', '10.0.0.1', '198.51.100.7, 192.0.2.1, 10.9.9.9', '192.0.2.1'],
    ['10.0.0.0/8', '::ffff:10.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['10.0.0.0/8', '172.16.0.1', '192.0.2.1', '172.16.0.1'],
    ['10.0.0.1', '10.0.0.2', '192.0.2.1', '10.0.0.2'],
    ['loopback', '127.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['loopback, uniquelocal', '::1', '192.0.2.1, fd00::1, 192.168.1.1', '192.0.2.1'],
    ['linklocal', 'fe80::1', 'nonsense, more', 'more'],
  ])('by TRUST_PROXY=%s, connected from %s with X-Forwarded-For %s: %s', (setting, remote, forwarded, expected) => {
    expect(clientAddressOf(from(remote, forwarded), parseTrustProxy(setting))).toBe(expected);
  });
});
