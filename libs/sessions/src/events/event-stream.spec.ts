import { setImmediate as turn } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { EventStream, MAX_BACKLOG_BYTES } from './event-stream';

const service = { clientId: 'c', tokenId: 't', keyId: 'k', issuedAt: 0, expiresAt: Infinity, scopes: [] };
const kilobyte = Buffer.alloc(1000);

/** A client that reads a chunk only on demand. */
class Reader extends Writable {
  read = 0;
  private waiting: (() => void)[] = [];

  constructor(private readonly eager = false) {
    super({ highWaterMark: 1 });
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.read += chunk.length;
    if (this.eager) done();
    else this.waiting.push(done);
  }

  async take(pieces: number): Promise<void> {
    for (let n = 0; n < pieces; n++) {
      this.waiting.shift()?.();
      await turn();
    }
  }
}

async function open(reader: Reader, snapshot = [Buffer.alloc(10)]): Promise<EventStream> {
  const stream = new EventStream(service, reader, snapshot);
  stream.pipe(reader);
  await turn();
  return stream;
}

describe('EventStream', () => {
  it('sends everything in order, and ends after the last frame', async () => {
    const taken: string[] = [];
    const reader = new Writable({ write: (chunk, _, done) => (taken.push(String(chunk)), done()) });
    const stream = new EventStream(service, reader, [Buffer.from('snap'), Buffer.from('shot')]);
    stream.pipe(reader);
    for (const word of ['a', 'b']) expect(stream.send(Buffer.from(word))).toBe(true);
    stream.endWith(Buffer.from('end'));
    await new Promise((resolve) => reader.once('finish', resolve));
    expect(taken.join(' ')).toBe('snap shot a b end');
  });

  it('reports a reader whose backlog exceeds the limit, and buffers no more', async () => {
    const stream = await open(new Reader());
    let sent = 0;
    while (stream.send(kilobyte)) sent += kilobyte.length;
    expect(sent).toBeGreaterThan(MAX_BACKLOG_BYTES - 200_000);
    expect(stream.readableLength).toBeLessThanOrEqual(MAX_BACKLOG_BYTES + 200_000);
  });

  it('knows how far a reader is behind: since the oldest frame that it has not read', async () => {
    const reader = new Reader();
    const stream = await open(reader);
    await reader.take(3);
    expect([stream.unreadBytes(), stream.lag()]).toEqual([0, 0]);
    const sentAt = performance.now();
    stream.send(kilobyte);
    await turn();
    stream.send(kilobyte);
    expect(stream.unreadBytes()).toBeGreaterThan(0);
    const lag = stream.lag(sentAt + 60_000);
    expect(lag).toBeLessThanOrEqual(60_000);
    expect(lag).toBeGreaterThan(59_000);
    await reader.take(5);
    expect([stream.unreadBytes(), stream.lag(sentAt + 60_000)]).toEqual([0, 0]);
  });

  it('does not count the unread snapshot, however large', async () => {
    const stream = await open(new Reader(), [Buffer.alloc(3 * MAX_BACKLOG_BYTES)]);
    expect(stream.readableLength).toBeGreaterThan(2 * MAX_BACKLOG_BYTES);
    for (let sent = 0; sent < MAX_BACKLOG_BYTES - 200_000; sent += kilobyte.length)
      expect(stream.send(kilobyte)).toBe(true);
    while (stream.send(kilobyte));
    expect(stream.readableLength).toBeLessThanOrEqual(4 * MAX_BACKLOG_BYTES + 1000);
  });

  it('distinguishes a slow reader from a disconnected one', async () => {
    const [slow, gone] = [new Reader(), new Reader()];
    const [ofSlow, ofGone] = [await open(slow, [Buffer.alloc(1_000_000)]), await open(gone, [Buffer.alloc(1_000_000)])];
    const awake: boolean[][] = [];
    for (let beat = 0; beat < 4; beat++) {
      await slow.take(1);
      awake.push([ofSlow.isConsuming(), ofGone.isConsuming()]);
      for (const stream of [ofSlow, ofGone]) stream.send(kilobyte);
    }
    expect(awake.map(([one]) => one)).toEqual([true, true, true, true]);
    expect(awake.at(-1)).toEqual([true, false]);
  });

  it('does not report a reader that has read everything', async () => {
    const stream = await open(new Reader(true));
    for (let beat = 0; beat < 5; beat++) expect(stream.isConsuming()).toBe(true);
  });

  it('destroys the response as well', async () => {
    const reader = new Reader();
    const stream = await open(reader);
    stream.abort();
    expect([reader.destroyed, stream.destroyed]).toEqual([true, true]);
  });
});
