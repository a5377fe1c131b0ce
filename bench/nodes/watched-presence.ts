import { setTimeout as sleep } from 'node:timers/promises';
import type { Crowd } from '../support/crowd';
import type { Verdict } from '../support/report';

const LIMIT_MS = 30_000;

/** How many users appeared offline, except those who should. */
export function blinks(watching: Crowd, since: number, all: string[], expected: string[]): Verdict {
  const others = all.filter((id) => !expected.includes(id));
  const ratio = new Set(offline(watching, since, others)).size;
  return { name: 'blinked', ratio, of: `of ${others.length} others`, target: { atMost: 0 }, mustHold: true };
}

function presenceEvents(watching: Crowd, since: number, userIds: string[]) {
  const wanted = new Set(userIds);
  return watching.received
    .slice(since)
    .flatMap((each) => ('presence' in each && wanted.has(each.presence.user_id) ? [each] : []));
}

export const offline = (watching: Crowd, since: number, userIds: string[]) =>
  presenceEvents(watching, since, userIds).flatMap(({ presence }) =>
    presence.status === 'offline' ? [presence.user_id] : [],
  );

/** When the last event about them was received. */
export const lastOf = (watching: Crowd, since: number, userIds: string[]) =>
  Math.max(...presenceEvents(watching, since, userIds).map(({ at }) => at));

/** If the condition is still false then, the verdicts report it. */
export async function eventually(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + LIMIT_MS; !isSo() && Date.now() < end;) await sleep(50);
}
