import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { post, parseRetryAfter } from './http-post';

it.each([
  ['30', 30],
  ['0', 0],
  ['Mon, 23 Nov 2026 09:30:45 GMT', 45],
  ['Mon, 23 Nov 2026 09:29:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %s is %s seconds', (header, seconds) => {
  expect(parseRetryAfter(header, Date.UTC(2026, 10, 23, 9, 30))).toBe(seconds);
});

describe('a POST to an address that a client gave', () => {
  it('does not even connect where its name leads inside', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    const call = (outside: boolean) => post(url, { headers: {}, body: '', outside });
    await expect(call(true)).rejects.toMatchObject({ code: 'EINTERNAL' });
    expect(connections).toBe(0);
    await expect(call(false)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(connections).toBeGreaterThan(0);
    server.close();
  });

  it('goes by https alone', () => {
    expect(() => post('http://push.example.com/', { headers: {}, body: '', outside: true })).toThrow('https');
  });
});
