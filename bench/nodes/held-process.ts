import { setTimeout as sleep } from 'node:timers/promises';
import type { Crowd } from '../support/crowd';
import { quickly } from '../support/options';
import type { Verdict } from '../support/report';
import { type Node, sendRequestsElsewhere } from './node';
import { blinks, eventually, lastOf } from './watched-presence';

/** Longer than a lease. */
const HELD_MS = quickly(15_000, 13_000);

/** A process is stopped (SIGSTOP) for longer than its lease: its users are offline meanwhile, and online afterwards. */
export async function held(node: Node, all: string[], watching: Crowd, elsewhere: string[]): Promise<Verdict[]> {
  const ids = node.users.map(({ id }) => id);
  await sendRequestsElsewhere(node.users, elsewhere);
  const before = watching.received.length;
  const heldAt = Date.now();
  node.process.kill('SIGSTOP');
  await sleep(HELD_MS);
  const gone = ids.filter((id) => watching.seen().get(id)?.online === false).length;
  const goneAt = lastOf(watching, before, ids);
  node.process.kill('SIGCONT');
  const wentOnAt = Date.now();
  await eventually(() => ids.every((id) => watching.seen().get(id)?.online));
  await sleep(1000);
  const seen = watching.seen();
  return [
    {
      name: 'held: seconds',
      ratio: (goneAt - heldAt) / 1000,
      of: 'until its users are offline',
      target: { atMost: 15 },
    },
    {
      name: 'held: offline',
      ratio: gone / ids.length,
      of: `of its ${ids.length} users`,
      target: { atLeast: 1 },
      mustHold: true,
    },
    {
      name: 'held: back',
      ratio: ids.filter((id) => seen.get(id)?.online).length / ids.length,
      of: `of them, ${((lastOf(watching, before, ids) - wentOnAt) / 1000).toFixed(1)} s after it goes on`,
      target: { atLeast: 1 },
      mustHold: true,
    },
    blinks(watching, before, all, ids),
  ];
}
