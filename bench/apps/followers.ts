import { request } from 'node:http';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Opens streams of authorization events; asks what they received. */
export type FollowersOrder =
  { id: number; follow: { url: string; token: string }[]; sampled: number } | { id: number; report: true };

export interface FollowersReport {
  id: number;
  open: number;
  /** Events that each stream received. */
  received: number[];
  /** From the start of the statement that wrote an event to its arrival, in milliseconds, at the sampled streams. */
  delays: number[];
}

const BLANK_LINE = Buffer.from('\n\n');
/** Heartbeats and snapshots are no events of the burst. */
const SENT_AT = /"session_ids":\["t([\d.]+)"/g;
const NAME = Buffer.from('"session_ids":["t');

class Stream {
  received = 0;
  isOpen = false;
  readonly delays: number[] = [];
  private rest: Buffer = Buffer.alloc(0);

  constructor(private readonly isSampled: boolean) {}

  open(url: string, token: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const asked = request(`${url}/api/authorization/events`, {
        headers: { authorization: `Bearer ${token}` },
        agent: false,
      });
      asked.once('response', (answer) => {
        if (answer.statusCode !== 200) return reject(new Error(`the stream answered ${answer.statusCode}`));
        this.isOpen = true;
        answer.on('data', (chunk: Buffer) => this.take(chunk)).once('close', () => (this.isOpen = false));
        answer.once('data', () => resolve());
      });
      asked.once('error', reject).end();
    });
  }

  /** Whole frames only: an event may come in two pieces. */
  private take(chunk: Buffer): void {
    const all = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const end = all.lastIndexOf(BLANK_LINE);
    if (end < 0) return void (this.rest = all);
    const frames = all.subarray(0, end);
    this.rest = all.subarray(end + BLANK_LINE.length);
    for (let at = frames.indexOf(NAME); at >= 0; at = frames.indexOf(NAME, at + NAME.length)) this.received++;
    if (!this.isSampled) return;
    const now = performance.timeOrigin + performance.now();
    for (const [, sentAt] of frames.toString('latin1').matchAll(SENT_AT)) this.delays.push(now - Number(sentAt));
  }
}

const AT_ONCE = 25;
const streams: Stream[] = [];

async function follow(targets: { url: string; token: string }[], sampled: number): Promise<void> {
  const every = Math.max(1, Math.floor(targets.length / sampled));
  for (let from = 0; from < targets.length; from += AT_ONCE) {
    const some = targets.slice(from, from + AT_ONCE).map(({ url, token }, n) => {
      const stream = new Stream((from + n) % every === 0);
      streams.push(stream);
      return stream.open(url, token);
    });
    await Promise.all(some);
    await sleep(10);
  }
}

process.on('message', (order: FollowersOrder) => {
  const done = 'follow' in order ? follow(order.follow, order.sampled) : Promise.resolve();
  void done.then(() =>
    process.send!({
      id: order.id,
      open: streams.filter(({ isOpen }) => isOpen).length,
      received: streams.map(({ received }) => received),
      delays: streams.flatMap(({ delays }) => delays),
    } satisfies FollowersReport),
  );
});
process.once('disconnect', () => process.exit(0));
// Elsewhere clients do not share the service's cores.
setPriority(10);
