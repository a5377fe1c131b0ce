import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rawResponse } from '../support/raw-response';
import { PresenceClients } from '../support/presence-client';
import { testApp, type TestApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

let t: TestApp;

beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

const asks = (protocol: string) => `Host: x\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n`;
const json = (body: string) => `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const statuses = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
/** Well-formed, of no account. */
const login = JSON.stringify({ email: 'nobody@example.com', password: 'correct horse battery' });

describe('a request that asks for a protocol that there is not is answered as if it had not (RFC 9110 §7.8)', () => {
  const h2c = 'Host: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAA\r\n';

  it.each([
    ['foo', asks('foo')],
    ['websocket', asks('websocket')],
    ['h2c, as curl does', h2c],
    ['several', asks('foo/1, websocket, h2c')],
  ])('%s', async (_what, headers) => {
    const answer = await rawResponse(t.url, `GET /health/live HTTP/1.1\r\n${headers}\r\n`);
    expect(statuses(answer)).toEqual([200]);
    expect(answer).toMatch(/^x-request-id: /im);
  });

  it('with a body, whole, in pieces and in chunks', async () => {
    const line = `POST /api/login HTTP/1.1\r\n${h2c}`;
    const chunked = `${line}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    for (const parts of [
      [line + json(login)],
      [line + json(login).slice(0, -30), login.slice(-30)],
      [`${chunked}${login.length.toString(16)}\r\n${login}\r\n0\r\n\r\n`],
    ])
      expect(await rawResponse(t.url, ...parts)).toMatch(/^HTTP\/1\.1 401 [^]*"invalid_credentials"/);
  });

  it('HEAD, with headers alone', async () => {
    const answer = await rawResponse(t.url, `HEAD /health/live HTTP/1.1\r\n${h2c}\r\n`);
    expect(statuses(answer)).toEqual([200]);
    expect(answer).toMatch(/\r\n\r\n$/);
  });

  it('after another one on the same connection, in order', async () => {
    const answer = await rawResponse(
      t.url,
      `GET /api/profile HTTP/1.1\r\nHost: x\r\n\r\nGET /health/live HTTP/1.1\r\n${h2c}\r\n`,
    );
    expect(statuses(answer)).toEqual([401, 200]);
  });

  it('before another one: that one is not taken, and the client gets an error', async () => {
    const answer = await rawResponse(
      t.url,
      `GET /health/live HTTP/1.1\r\n${h2c}\r\nGET /api/profile HTTP/1.1\r\nHost: x\r\n\r\n`,
    );
    expect(statuses(answer)).toEqual([200]);
    expect(answer).toMatch(/^connection: close\r$/im);
  });

  it('on the path of Socket.IO too, where it is no WebSocket', async () => {
    const answer = await rawResponse(t.url, `GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n${h2c}\r\n`);
    expect(statuses(answer)).toEqual([200]);
    expect(answer).toContain('"sid"');
  });

  it('CONNECT and other methods that there are not', async () => {
    for (const request of ['CONNECT db.internal:5432', 'TRACE /health/live', 'PROPFIND /health/live'])
      expect((await rawResponse(t.url, `${request} HTTP/1.1\r\nHost: x\r\n\r\n`)).slice(0, 10)).toBe('HTTP/1.1 4');
  });

  it('curl --http2', async () => {
    const curl = (...more: string[]) =>
      promisify(execFile)('curl', ['-s', '-m', '10', '-w', '\n%{http_code}', ...more]);
    const live = await curl('--http2', `${t.url}/health/live`).catch((error) => {
      // A machine without curl, or with one that has no HTTP/2.
      if (error.code === 'ENOENT' || error.code === 4) return undefined;
      throw error;
    });
    if (!live) return;
    expect(live.stdout).toMatch(/200$/);
    const header = ['-H', 'content-type: application/json', '-d', login];
    expect((await curl('--http2', ...header, `${t.url}/api/login`)).stdout).toMatch(/401$/);
  });
});

it('a WebSocket of Socket.IO gets its upgrade as before', async () => {
  const sockets = new PresenceClients(t.url);
  const watcher = await sockets.connect(await t.as.verifiedUser());
  expect(await watcher.request('activity', {})).toEqual({});
  const upgraded = await sockets.connect(await t.as.verifiedUser(), {}, { transports: ['polling', 'websocket'] });
  await waitFor(() => upgraded.socket.io.engine.transport.name === 'websocket', 'polling becomes a WebSocket');
  expect(await upgraded.request('activity', {})).toEqual({});
  sockets.close();
});
