import { connect } from 'node:net';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { TestUser } from '../support/test-users';
import { PresenceClients } from '../support/presence-client';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

/** Many more than a connection may send at once. */
const MANY = 5000;
/** 100 may be sent at once, and some more while the others come. */
const ANSWERED_AT_MOST = 200;
const HANDSHAKE = '/socket.io/?EIO=4&transport=';

let t: TestApp;
let sockets: PresenceClients;
let ann: TestUser;

beforeAll(async () => {
  t = await testApp();
  sockets = new PresenceClients(t.url);
  ann = await t.as.verifiedUser();
});
afterAll(async () => {
  sockets.close();
  await t.close();
});

/** A connection below the namespaces, and what it was sent. */
async function raw(query = `${HANDSHAKE}websocket`): Promise<{ ws: WebSocket; received: string[] }> {
  const ws = new WebSocket(t.url.replace('http', 'ws') + query, { perMessageDeflate: false });
  const received: string[] = [];
  ws.on('message', (data: Buffer) => received.push(data.toString())).on('error', () => undefined);
  ws.on('pong', () => received.push('pong'));
  await once(ws, 'open');
  return { ws, received };
}

const closed = (ws: WebSocket) => waitFor(() => ws.readyState === WebSocket.CLOSED, 'the flood is cut off');
const floods = async () =>
  Number(/^socket_floods_total (\d+)$/m.exec((await t.http.get('/metrics')).body as string)?.[1]);

type Send = (ws: WebSocket, n: number) => void;
const text =
  (packet: string): Send =>
  (ws) =>
    ws.send(packet);

describe('a connection that sends too many packets is cut off, and what it sent last is not answered', () => {
  const kinds: [what: string, send: Send][] = [
    ['tries of namespaces that there are not', (ws, n) => ws.send(`40/x${n},`)],
    ['tries of the namespace without a name', text('40,')],
    ['answers to pings that were not sent', text('3')],
    ['packets that mean nothing', text('6')],
    ["WebSocket's own pings", (ws) => ws.ping()],
    ["WebSocket's own pongs", (ws) => ws.pong()],
  ];

  it.each(kinds)('%s', async (_what, send) => {
    const before = await floods();
    const { ws, received } = await raw();
    const health: Promise<{ status: number }>[] = [];
    for (let n = 0; n < MANY; n++) {
      send(ws, n);
      if (n % 500 === 0) health.push(t.http.get('/health/live'));
    }
    await closed(ws);
    for (const { status } of await Promise.all(health)) expect(status).toBe(200);
    expect(received.length).toBeLessThan(ANSWERED_AT_MOST);
    expect(await floods()).toBe(before + 1);
  });

  it.each(['3', '6', '43/presence,1[]'])('%s of an authenticated socket', async (packet) => {
    const before = await floods();
    const { ws, received } = await raw();
    ws.send(`40/presence,${JSON.stringify({ token: ann.access })}`);
    await waitFor(() => received.some((each) => each.startsWith('40/presence')), 'it is let in');
    for (let n = 0; n < MANY; n++) ws.send(packet);
    await closed(ws);
    expect(await floods()).toBe(before + 1);
  });

  it.each([
    ['events to an unknown namespace', '42/x,["a"]'],
    ['pings of a client', '2'],
    ['what is no packet', 'hello'],
    ['what is no packet of Socket.IO', '4hello'],
    ['a binary event without a namespace', '451-["a",{"_placeholder":true,"num":0}]'],
  ])('and at the first of what breaks the protocol: %s', async (_what, packet) => {
    const { ws, received } = await raw();
    for (let n = 0; n < MANY; n++) ws.send(packet);
    await closed(ws);
    expect(received.length).toBeLessThan(5);
  });

  it('many packets in one body of a polling client', async () => {
    const before = await floods();
    const url = `${t.url}${HANDSHAKE}polling`;
    const { sid } = JSON.parse((await (await fetch(url)).text()).slice(1)) as { sid: string };
    const body = Array.from({ length: MANY }, () => '40/x,').join('\u001e');
    await fetch(`${url}&sid=${sid}`, { method: 'POST', body });
    expect((await fetch(`${url}&sid=${sid}`)).status).toBe(400);
    expect(await floods()).toBe(before + 1);
  });

  it('the probes of a client that tries another transport', async () => {
    const before = await floods();
    const polling = await (await fetch(`${t.url}${HANDSHAKE}polling`)).text();
    const { sid } = JSON.parse(polling.slice(1)) as { sid: string };
    const { ws, received } = await raw(`${HANDSHAKE}websocket&sid=${sid}`);
    for (let n = 0; n < MANY; n++) ws.send('2probe');
    await closed(ws);
    expect(received.length).toBeLessThan(ANSWERED_AT_MOST);
    expect(await floods()).toBe(before + 1);
  });
});

it('clients that do what they may are not cut off: two that watch 500 each, 20 messages at once', async () => {
  const before = await floods();
  const watchers = [await sockets.connect(ann), await sockets.connect(ann, {}, { transports: ['polling'] })];
  for (const watcher of watchers) {
    const people = Array.from({ length: 500 }, () => ({ id: randomUUID() }));
    await watcher.watch(...people);
    for (let round = 0; round < 2; round++) {
      await Promise.all(Array.from({ length: 9 }, () => watcher.watch(...people.slice(0, 300))));
      await new Promise((resolve) => setTimeout(resolve, 1100));
    }
    expect(watcher.socket.connected).toBe(true);
  }
  expect(await floods()).toBe(before);
});

it('a connection that joins no namespace goes, though it does not answer the closing', async () => {
  const connection = connect(Number(new URL(t.url).port), '127.0.0.1');
  connection.on('error', () => undefined).resume();
  connection.write(
    `GET ${HANDSHAKE}websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(connection, 'close');
}, 60_000);

it('methods that Socket.IO does not know are refused', async () => {
  const url = `${HANDSHAKE}polling`;
  const { sid } = JSON.parse(((await t.http.get(url)).body as string).slice(1)) as { sid: string };
  for (const method of ['PUT', 'PATCH', 'DELETE'])
    for (const path of [url, `${url}&sid=${sid}`]) expect((await t.http.send(method, path)).status).toBe(404);
});

describe('connections of one address that have not said whose they are', () => {
  let strict: TestApp;
  let there: PresenceClients;
  beforeAll(async () => {
    // 500 are too many to open here: 8.
    strict = await testApp({ RATE_LIMIT_SCALE: '0.016', TRUST_PROXY: '1' });
    there = new PresenceClients(strict.url);
  });
  afterAll(async () => {
    there.close();
    await strict.close();
  });

  const from = (address: string) => ({ extraHeaders: { 'x-forwarded-for': address } });
  const handshake = (address: string) =>
    strict.http.get(`${HANDSHAKE}polling`, { headers: { 'x-forwarded-for': address } });

  it('are limited, not those that have, nor those of others', async () => {
    const person = await strict.as.verifiedUser();
    for (let n = 0; n < 12; n++) await there.connect(person, {}, from('192.0.2.1'));
    const open = [];
    for (let n = 0; n < 8; n++) {
      const ws = new WebSocket(`${strict.url.replace('http', 'ws')}${HANDSHAKE}websocket`, {
        headers: { 'x-forwarded-for': '192.0.2.1' },
      });
      await once(ws, 'open');
      open.push(ws);
    }
    const refused = await handshake('192.0.2.1');
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await there.connectionError({ token: person.access }, from('192.0.2.1'))).toBeInstanceOf(Error);
    expect((await handshake('192.0.2.2')).status).toBe(200);

    open[0]!.terminate();
    await waitFor(
      async () => !(await there.connectionError({ token: person.access }, from('192.0.2.1'))),
      'there is room',
    );
    for (const ws of open) ws.terminate();
  });
});
