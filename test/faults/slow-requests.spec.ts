import { connect, type Socket } from 'node:net';
import { rawResponse } from '../support/raw-response';
import { testApp, type TestApp } from '../support/test-app';

let t: TestApp;
const open: NodeJS.Timeout[] = [];

beforeAll(async () => {
  t = await testApp({ REQUEST_TIMEOUT: '1s' });
});
afterAll(async () => {
  for (const timer of open) clearInterval(timer);
  await t.close();
});

/** Begins, and goes on with a few bytes at a time for as long as the service lets it. @returns what was answered */
function trickle(begin: string, more: string): Promise<string> {
  const socket: Socket = connect(Number(new URL(t.url).port), '127.0.0.1');
  const timer = setInterval(() => socket.write(more), 50);
  open.push(timer);
  let answer = '';
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.write(begin);
  return new Promise((resolve) =>
    socket.once('close', () => {
      clearInterval(timer);
      resolve(answer);
    }),
  );
}

const post = (path: string, type: string, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n${more}`;

describe('a request that has not arrived within REQUEST_TIMEOUT ends with 408, however it trickles', () => {
  it.each([
    ['nothing at all', '', ''],
    ['its first line', 'GET /health/li', 'v'],
    ['its headers', 'GET /health/live HTTP/1.1\r\nHost: x\r\n', 'X-More: 1\r\n'],
    ['its body', `${post('/api/login', 'application/json', 'Content-Length: 90000')}\r\n\r\n{"email":"`, 'x'],
    [
      'the chunks of its body',
      `${post('/api/login', 'application/json', 'Transfer-Encoding: chunked')}\r\n\r\n`,
      '1\r\nx\r\n',
    ],
    ['a form', `${post('/oauth/token', 'application/x-www-form-urlencoded', 'Content-Length: 90000')}\r\n\r\n`, 'x'],
  ])('%s', async (_what, begin, more) => {
    const answer = await trickle(begin, more);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toMatch(/^content-type: application\/problem\+json/im);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ status: 408, code: 'request_timeout' });
  });

  it('a picture', async () => {
    const { access } = await t.as.verifiedUser();
    const begin =
      `PUT /api/profile/avatar HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${access}\r\n` +
      'Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 900000\r\n\r\n' +
      '--B\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n';
    expect(await trickle(begin, 'x')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('the packets of a polling client', async () => {
    const handshake = await fetch(`${t.url}/socket.io/?EIO=4&transport=polling`);
    const { sid } = JSON.parse((await handshake.text()).slice(1)) as { sid: string };
    const begin = post(`/socket.io/?EIO=4&transport=polling&sid=${sid}`, 'text/plain', 'Content-Length: 9000');
    expect(await trickle(`${begin}\r\n\r\n`, ' ')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is closed without another answer where it was answered before it had arrived', async () => {
    // Refused by its headers.
    const answer = await trickle(`${post('/api/login', 'text/csv', 'Content-Length: 90000')}\r\n\r\n`, 'x');
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
    expect(answer.match(/HTTP\/1\.1 \d+ /g)).toHaveLength(1);
  });

  it('but one that is answered slowly, or a connection between two requests, is not', async () => {
    const stays = connect(Number(new URL(t.url).port), '127.0.0.1');
    const closed = jest.fn();
    stays
      .on('error', () => undefined)
      .on('close', closed)
      .resume();
    stays.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
    await trickle('GET /health/li', 'v');
    await trickle('GET /health/li', 'v');
    expect(closed).not.toHaveBeenCalled();
    stays.destroy();
    expect(await rawResponse(t.url, 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });
});
