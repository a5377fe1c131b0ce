import { Socket } from 'node:net';
import { setImmediate as turnOver } from 'node:timers/promises';
import { ConnectionThrottle } from './connection-throttle';

/** Each is how long one turn of the event loop takes; then it stands still. */
function loopOf(...turns: number[]): () => Promise<number> {
  return () => new Promise((resolve) => turns.length > 0 && resolve(turns.shift()!));
}

describe('Admission', () => {
  let inside: number[];
  beforeEach(() => (inside = []));

  const come = (admission: ConnectionThrottle, count: number) =>
    Array.from({ length: count }, (_, n) => {
      const socket = new Socket();
      admission.enqueue(socket, () => inside.push(n));
      return socket;
    });

  it('accepts the queued connections in order', async () => {
    const admission = new ConnectionThrottle();
    come(admission, 10);
    while (inside.length < 10) await turnOver();
    expect(inside).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('lets in four in each turn that is on time, so that requests come between', async () => {
    come(new ConnectionThrottle(loopOf(1, 5)), 10);
    await turnOver();
    expect(inside).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('accepts no connection while the event loop is late, and continues when it is not', async () => {
    come(new ConnectionThrottle(loopOf(20, 7, 50)), 4);
    await turnOver();
    expect(inside).toEqual([]);

    come(new ConnectionThrottle(loopOf(20, 7, 50, 2)), 4);
    await turnOver();
    expect(inside).toEqual([0, 1, 2, 3]);
  });

  it('lets some in where the event loop is late for long', async () => {
    come(new ConnectionThrottle(loopOf(40, 40, 40, 40, 40)), 8);
    await turnOver();
    expect(inside).toEqual([0, 1, 2, 3]);
  });

  it('goes on after it has been empty', async () => {
    const admission = new ConnectionThrottle(loopOf(1, 1));
    come(admission, 1);
    await turnOver();
    come(admission, 1);
    await turnOver();
    expect(inside).toEqual([0, 0]);
  });

  it('forgets a connection that breaks while it waits', async () => {
    const [broken] = come(new ConnectionThrottle(loopOf(50, 1)), 2);
    broken!.destroy(new Error('read ECONNRESET'));
    await turnOver();
    expect(inside).toEqual([1]);
  });

  it('leaves errors to others once the connection is in', async () => {
    const [socket] = come(new ConnectionThrottle(loopOf(1)), 1);
    await turnOver();
    expect(socket!.listenerCount('error')).toBe(0);
  });
});
