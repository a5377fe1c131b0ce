import autocannon from 'autocannon';
import { isQuick } from './options';

/** What was measured in one round. */
export interface Sample {
  perSecond: number;
  /** Latency of each request in milliseconds. */
  latencies: number[];
}

/** Requests of a quick run for each connection, instead of seconds: a slow machine answers as many. */
const QUICK_AMOUNT = 4;

/** As many requests as the connections can carry, for `duration` seconds or until `amount` is answered. */
export async function load({ duration, ...asked }: autocannon.Options): Promise<Sample> {
  const connections = asked.connections ?? 10;
  const until = isQuick && duration !== undefined ? { amount: QUICK_AMOUNT * connections } : { duration };
  const options = { ...asked, ...(asked.amount === undefined && until), connections };
  const latencies: number[] = [];
  const start = performance.now();
  let last = start;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon({ sampleInt: 100, timeout: 30, ...options }, (error, result) =>
      error ? reject(error as Error) : resolve(result),
    );
    instance.on('response', (_client, _status, _bytes, latency) => {
      latencies.push(latency);
      last = performance.now();
    });
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} requests to ${options.url} failed`);
  return { perSecond: (latencies.length / (last - start)) * 1000, latencies };
}

/** A request for `load` whose body is made anew each time, by the connection that sends it. */
export function posts(path: string, next: () => object, answered: (body: string) => void = () => undefined) {
  return {
    method: 'POST' as const,
    path,
    setupRequest: (request: autocannon.Request) => ({
      ...request,
      headers: { 'content-type': 'application/json', 'x-forwarded-for': someAddress() },
      body: JSON.stringify(next()),
    }),
    onResponse: (_status: number, body: string) => answered(body),
  };
}

/** The same each time. */
export const signIn = (
  { email, password }: { email: string; password: string },
  path = '/api/login',
  headers: Record<string, string> = {},
) => ({
  method: 'POST' as const,
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ email, password }),
});

/** Rate limits count by address; all of the load from one would measure how a window of a million hits is kept. */
function someAddress(): string {
  const part = () => Math.floor(Math.random() * 250) + 1;
  return `10.0.${part()}.${part()}`;
}
