import { parseRedisAddress } from './redis-address';

describe('parseRedisAddress', () => {
  it.each([
    ['redis://h', { mode: 'standalone', tls: false, hosts: [{ host: 'h', port: 6379 }], database: 0, keyPrefix: '' }],
    ['redis://h/', { mode: 'standalone', database: 0 }],
    ['rediss://ann:x%40y:z@h:7000/2', { tls: true, username: 'ann', password: 'x@y:z', database: 2 }],
    ['redis://:x9@[::1]:6380', { hosts: [{ host: '::1', port: 6380 }], password: 'x9' }],
    ['redis://h?keyPrefix=auth:', { keyPrefix: 'auth:' }],
    [
      'rediss+cluster://ann:x9@h1:7000,h2,[2001:db8::1]:7002',
      {
        mode: 'cluster',
        tls: true,
        username: 'ann',
        hosts: [
          { host: 'h1', port: 7000 },
          { host: 'h2', port: 6379 },
          { host: '2001:db8::1', port: 7002 },
        ],
      },
    ],
    [
      'redis+sentinel://ann:x9@s1,s2:26380/my%20master/3?sentinelUsername=eve&sentinelPassword=y%26',
      {
        mode: 'sentinel',
        hosts: [
          { host: 's1', port: 26_379 },
          { host: 's2', port: 26_380 },
        ],
        masterName: 'my master',
        database: 3,
        sentinelUsername: 'eve',
        sentinelPassword: 'y&',
      },
    ],
  ])('reads %s', (text, expected) => expect(parseRedisAddress(text)).toMatchObject(expected));

  it('has no user without one', () => {
    expect(parseRedisAddress('redis://:x9@h')).not.toHaveProperty('username');
    expect(parseRedisAddress('redis://h')).not.toHaveProperty('password');
  });

  it.each([
    ['h1:6379', 'a URL'],
    ['http://h1', 'a URL'],
    ['redis://', 'a URL'],
    ['redis-cluster://h1', 'a URL'],
    ['redis://s3cret@x@h1', 'a URL'],
    ['redis://h1:6379,h2:6379', 'redis+cluster'],
    ['redis+cluster://h1,', 'hosts'],
    ['redis+cluster://h1:0', 'hosts'],
    ['redis+cluster://h1:70000', 'hosts'],
    ['redis+cluster://s3cret word', 'hosts'],
    ['redis+cluster://h1/2', 'database'],
    ['redis://h1/one', 'database'],
    ['redis://h1/1/2', 'database'],
    ['redis+sentinel://s1,s2', 'name the master'],
    ['redis+sentinel://s1/mymaster/x', 'database'],
    ['redis://s3cret%zz@h1', 'percent-encoded'],
    ['redis://h1?password=s3cret', 'no parameter'],
    ['redis+cluster://h1?sentinelPassword=s3cret', 'no parameter'],
    ['redis://h1?keyPrefix={x}', 'keyPrefix'],
  ])('refuses %s', (text, message) => {
    expect(() => parseRedisAddress(text)).toThrow(message);
    expect(() => parseRedisAddress(text)).not.toThrow('s3cret');
  });
});
