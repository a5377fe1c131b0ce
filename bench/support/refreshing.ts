import type autocannon from 'autocannon';
import { posts } from './load';

/** Requests of a device that always refreshes with its newest token. */
export function refreshes(token: string): autocannon.Request {
  return posts(
    '/api/token/refresh',
    () => ({ refresh: token }),
    // A connection that is cut at the end of a round may lack the answer: then the old token gives the same successor.
    (body) => (token = (JSON.parse(body) as { refresh: string }).refresh),
  );
}

/** Of the baseline: rotations of one session. */
export const rotations = (sessionId: string): autocannon.Request => posts('/rotate', () => ({ id: sessionId }));

/** One request for each connection. */
export function each(requests: autocannon.Request[]): (client: autocannon.Client) => void {
  let next = 0;
  return (client) => client.setRequests([requests[next++ % requests.length]!]);
}
