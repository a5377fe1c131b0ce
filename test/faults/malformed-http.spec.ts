import { connect, type Socket } from 'node:net';
import { type TestApp, testApp } from '../support/test-app';

describe('what is no HTTP', () => {
  let t: TestApp;
  const open: Socket[] = [];
  beforeAll(async () => (t = await testApp()));
  afterAll(async () => {
    for (const socket of open) socket.destroy();
    await t.close();
  });

  const line = 'POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

  function socketTo(text: string | Buffer): Socket {
    const socket = connect(Number(new URL(t.url).port), '127.0.0.1');
    open.push(socket.on('error', () => undefined));
    socket.write(text);
    return socket;
  }

  /** All that comes until the service closes the connection, or for as long as nothing more comes. */
  async function answerTo(text: string | Buffer): Promise<string> {
    const socket = socketTo(text);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    await new Promise<void>((resolve) => socket.once('close', resolve).setTimeout(10_000, resolve));
    return answer;
  }

  it.each<[string, number, string | Buffer]>([
    ['no HTTP at all', 400, 'hello there\r\n\r\n'],
    ['bytes at random', 400, Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3, 0, 255, 254])],
    ['a bad chunk size', 400, `${line}Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n`],
    ['a chunk longer than it says', 400, `${line}Transfer-Encoding: chunked\r\n\r\n1\r\n{}{}{}\r\n0\r\n\r\n`],
    [
      'Content-Length and Transfer-Encoding',
      400,
      `${line}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    ],
    ['two Content-Lengths', 400, `${line}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['a negative Content-Length', 400, `${line}Content-Length: -1\r\n\r\n`],
    ['a header of 64 KB', 431, `GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(65_536)}\r\n\r\n`],
    ['no Host', 400, 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['an expectation that is unknown', 417, `${line}Expect: foo\r\nContent-Length: 2\r\n\r\n{}`],
    ['a line feed in a header name', 400, 'GET /health/live HTTP/1.1\r\nHost: x\r\nX-\nY: 1\r\n\r\n'],
  ])('%s gets %i, as a problem', async (_what, status, text) => {
    const answer = await answerTo(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(answer).toMatch(/x-request-id: \S+/i);
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ status, code: expect.any(String) });
  });

  it('incomplete requests delay no other request', async () => {
    for (let n = 0; n < 100; n++) socketTo(`${line}Content-Length: 5000\r\n\r\n{"email":`);
    for (let n = 0; n < 100; n++) socketTo('GET /health/live HTT');
    expect((await t.http.get('/health/live')).status).toBe(200);
    const person = await t.as.verifiedUser();
    expect((await t.http.get('/api/profile', { token: person.access })).status).toBe(200);
  });

  it('a client that leaves in the middle of its body is forgotten', async () => {
    for (let n = 0; n < 20; n++) {
      const socket = socketTo(`${line}Content-Length: 5000\r\n\r\n{"email":`);
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.resetAndDestroy();
    }
    expect((await t.http.get('/health/ready')).status).toBe(200);
  });
});
