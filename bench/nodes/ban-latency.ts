import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../support/people';
import { percentile } from '../support/rounds';
import type { Stage } from '../support/stage';

/** From the request that bans a user to the closed socket on another process. */
export async function banLatencies(stage: Stage, url: string, elsewhere: string, owner: Person, victims: Person[]) {
  await stage.makeOwner(owner.id);
  const crowd = stage.crowd();
  const latencies: number[] = [];
  for (const { id, access } of victims) {
    await crowd.do({ open: { url: elsewhere, tokens: [access], atOnce: 1 } });
    const before = crowd.received.length;
    const askedAt = Date.now();
    const answer = await fetch(`${url}/api/users/${id}/ban`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.access}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'bench' }),
    });
    if (!answer.ok) throw new Error(`ban answered ${answer.status}`);
    while (crowd.received.length === before) await sleep(1);
    latencies.push(crowd.received[before]!.at - askedAt);
  }
  return { perSecond: 1000 / percentile(latencies, 50), latencies };
}
