import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { LightClient } from '../support/light-client';

/** A command to a crowd; each is answered with the same `id`. */
export type Order =
  | { id: number; open: { url: string; tokens: string[]; atOnce: number } }
  | { id: number; watch: { url: string; token: string; userIds: string[] } }
  | { id: number; cut: { withinMs: number; backWithinMs: number } }
  | { id: number; lose: true }
  | { id: number; close: true };

interface Presence {
  user_id: string;
  is_online: boolean;
  status: string;
  devices: string[];
}

export type Report =
  | { id: number; done: { opened: number; startedAt: number; milliseconds: number; latencies: number[] } }
  | { id: number; failed: string }
  | { presence: Presence; at: number }
  | { closed: true; at: number };

/** A process full of clients: opens sockets, watches people, loses its connections. Controlled by IPC. */
const clients: LightClient[] = [];

process.on('message', (order: Order) => {
  obey(order).then(
    (done) => process.send!({ id: order.id, done } satisfies Report),
    (error: Error) => process.send!({ id: order.id, failed: error.message } satisfies Report),
  );
});
process.once('disconnect', () => process.exit(0));
// Elsewhere clients do not share the service's cores.
setPriority(10);

async function obey(order: Order) {
  const startedAt = Date.now();
  const start = performance.now();
  const latencies: number[] = [];
  if ('open' in order) {
    const { url, tokens, atOnce } = order.open;
    const waiting = [...tokens];
    const opening = Array.from({ length: atOnce }, async () => {
      for (let token = waiting.pop(); token; token = waiting.pop()) {
        const since = performance.now();
        await client(url, token).connect();
        latencies.push(performance.now() - since);
      }
    });
    await Promise.all(opening);
  } else if ('watch' in order) {
    const { url, token, userIds } = order.watch;
    const watcher = client(url, token);
    await watcher.connect();
    await watcher.ask('watch', { user_ids: userIds });
  } else if ('cut' in order) {
    await Promise.all(
      clients.map(async (each) => {
        await sleep(Math.random() * order.cut.withinMs);
        const since = performance.now();
        await each.cut(Math.random() * order.cut.backWithinMs);
        latencies.push(performance.now() - since);
      }),
    );
  } else if ('lose' in order) {
    for (const each of clients.splice(0)) each.lose();
  } else {
    for (const each of clients.splice(0)) each.close();
  }
  return { opened: clients.length, startedAt, milliseconds: performance.now() - start, latencies };
}

function client(url: string, token: string): LightClient {
  const made = new LightClient(url, token, (event, value) => {
    const at = Date.now();
    if (event === 'close') process.send!({ closed: true, at } satisfies Report);
    else if (event === 'presence') process.send!({ presence: value as Presence, at } satisfies Report);
  });
  clients.push(made);
  return made;
}
