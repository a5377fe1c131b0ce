import { setTimeout as sleep } from 'node:timers/promises';
import type { Crowd } from '../support/crowd';
import { quickly } from '../support/options';
import type { Verdict } from '../support/report';
import type { Stage } from '../support/stage';
import { type Node, RETURNING, sendRequestsElsewhere } from './node';
import { blinks, eventually, lastOf } from './watched-presence';

/** A user who reconnects within this time does not appear offline. */
const GRACE_MS = 8000;
/** Late events have arrived by then. */
const LATER_MS = quickly(10_000, 1000);

/** A process is killed: its users are offline, but for some who reconnect to another one within the grace period. */
export async function killed(
  node: Node,
  other: Node,
  all: string[],
  watching: Crowd,
  elsewhere: string[],
  stage: Stage,
): Promise<Verdict[]> {
  const [back, gone] = [node.users.slice(0, RETURNING), node.users.slice(RETURNING)];
  const ids = gone.map(({ id }) => id);
  await sendRequestsElsewhere(node.users, elsewhere);
  const before = watching.received.length;
  const killedAt = Date.now();
  node.process.kill('SIGKILL');
  await node.crowd.close();
  const returning = stage.crowd();
  const returns = back.map(async ({ access }, n) => {
    await sleep(((n + 1) / back.length) * (GRACE_MS - 1000));
    await returning.do({ open: { url: other.process.url, tokens: [access], atOnce: 1 } });
  });
  await Promise.all(returns);
  await eventually(() => ids.every((id) => watching.seen().get(id)?.online === false));
  const goneAt = lastOf(watching, before, ids);
  await sleep(LATER_MS);
  const seen = watching.seen();
  return [
    {
      name: 'killed: seconds',
      ratio: (goneAt - killedAt) / 1000,
      of: 'until the last is offline',
      target: { atMost: 15 },
    },
    {
      name: 'killed: ghosts',
      ratio: ids.filter((id) => seen.get(id)?.online !== false).length,
      of: `of ${ids.length} users who were not back within ${GRACE_MS / 1000} s`,
      target: { atMost: 0 },
      mustHold: true,
    },
    blinks(watching, before, all, ids),
  ];
}
