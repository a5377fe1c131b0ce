import { io, type Socket } from 'socket.io-client';

/** What a crowd is told to do; each call is answered with the same `id`. */
export type Order =
  | { id: number; open: { url: string; tokens: string[]; atOnce: number; comeBackWithinMs?: number } }
  | { id: number; watch: { url: string; token: string; userIds: string[] } }
  | { id: number; cut: true }
  | { id: number; close: true };

export type Report =
  | { id: number; done: { opened: number; milliseconds: number; latencies: number[] } }
  | { id: number; failed: string }
  | { presence: { user_id: string; is_online: boolean; status: string }; at: number }
  | { closed: string; at: number };

/** A process full of clients: opens sockets, watches people, loses its connections. Told by IPC. */
const sockets: Socket[] = [];

process.on('message', (order: Order) => {
  obey(order).then(
    (done) => process.send!({ id: order.id, done } satisfies Report),
    (error: Error) => process.send!({ id: order.id, failed: error.message } satisfies Report),
  );
});
process.once('disconnect', () => process.exit(0));

async function obey(order: Order) {
  const start = performance.now();
  const latencies: number[] = [];
  if ('open' in order) {
    const { url, tokens, atOnce, comeBackWithinMs } = order.open;
    const waiting = [...tokens];
    const opening = Array.from({ length: atOnce }, async () => {
      for (let token = waiting.pop(); token; token = waiting.pop()) {
        const since = performance.now();
        await connected(socket(url, token, comeBackWithinMs));
        latencies.push(performance.now() - since);
      }
    });
    await Promise.all(opening);
  } else if ('watch' in order) {
    const { url, token, userIds } = order.watch;
    const watcher = socket(url, token);
    watcher.on('presence', (presence) => process.send!({ presence, at: Date.now() } satisfies Report));
    await connected(watcher);
    await watcher.emitWithAck('watch', { user_ids: userIds });
  } else if ('cut' in order) {
    // As if the network was gone; Socket.IO comes back by itself.
    await Promise.all(
      sockets.map(async (each) => {
        const since = performance.now();
        each.io.engine.close();
        await connected(each);
        latencies.push(performance.now() - since);
      }),
    );
  } else {
    for (const each of sockets.splice(0)) each.disconnect();
  }
  return { opened: sockets.length, milliseconds: performance.now() - start, latencies };
}

/** @param comeBackWithinMs spread evenly over this time; Socket.IO itself spreads over a second */
function socket(url: string, token: string, comeBackWithinMs = 200): Socket {
  const made = io(`${url}/presence`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token },
    reconnectionDelay: comeBackWithinMs / 2,
    reconnectionDelayMax: comeBackWithinMs / 2,
    randomizationFactor: 1,
  });
  made.on('disconnect', (reason) => process.send!({ closed: reason, at: Date.now() } satisfies Report));
  sockets.push(made);
  return made;
}

function connected(each: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    each.once('connect', () => resolve());
    each.on('connect_error', (error: Error & { data?: { code: string } }) => {
      // Socket.IO itself tries again where it was not connected. Those of a killed process count for some seconds more.
      if (error.data?.code === 'too_many_connections') setTimeout(() => each.connect(), 1000);
      else if (error.data) reject(error);
    });
  });
}
