import { Agent, request } from 'node:http';
import type { Sample } from './load';

export interface Pace {
  /** Asked for each request. */
  headers: () => Record<string, string>;
  perSecond: number;
  seconds: number;
  connections: number;
}

/**
 * Requests at a steady rate, whether the ones before are answered or not: so latency is what a user feels, not how
 * long the queue is that the load itself has made. (autocannon's own rates come as one burst each second.)
 */
export async function pace(url: string, { headers, perSecond, seconds, connections }: Pace): Promise<Sample> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  // Connected before: a new connection waits behind all others that are just being made.
  await Promise.all(Array.from({ length: connections }, () => timed(url, { agent, headers: headers() })));
  const answers: Promise<number>[] = [];
  const start = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(seconds * perSecond, ((performance.now() - start) * perSecond) / 1000);
      while (answers.length < due) answers.push(awaitedLater(timed(url, { agent, headers: headers() })));
      if (answers.length < seconds * perSecond) return;
      clearInterval(timer);
      resolve();
    }, 1000 / perSecond);
  });
  try {
    const latencies = await Promise.all(answers);
    return { perSecond: (latencies.length / (performance.now() - start)) * 1000, latencies };
  } finally {
    agent.destroy();
  }
}

/** Headers of each of these people in turn: they use REST and their sockets, as real clients do. */
export function inTheNameOf(people: readonly { access: string }[]): Pace['headers'] {
  let n = 0;
  return () => ({ authorization: `Bearer ${people[n++ % people.length]!.access}` });
}

/** @returns milliseconds until the answer was read */
export function timed(
  url: string,
  { agent, method = 'GET', headers, body }: { agent: Agent; method?: string; headers: object; body?: string },
): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers: { ...headers } }, (answer) => {
      answer.resume().on('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - start);
        else reject(new Error(`${url} answered ${answer.statusCode}`));
      });
    });
    sent.setTimeout(30_000, () => sent.destroy(new Error(`${url} has not answered within 30 s`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A rejection is handled by the await at the end, and does not end this process before it has cleaned up. */
export function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
