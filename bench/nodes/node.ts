import type { Crowd } from '../support/crowd';
import { quickly } from '../support/options';
import { inTheNameOf, pace } from '../support/pace';
import type { Person } from '../support/people';
import type { RunningProcess } from '../support/processes';

export const PACE = { connections: 10, perSecond: 100 };
const REQUEST_SECONDS = quickly(5, 1);

/** So many users of a process that was killed reconnect to another. */
export const RETURNING = quickly(10, 2);

export interface Node {
  process: RunningProcess;
  users: Person[];
  /** Their connections. */
  crowd: Crowd;
}

/** The users of a process send requests to others until it fails. These must keep no user online. */
export async function sendRequestsElsewhere(users: Person[], urls: string[]): Promise<void> {
  const options = { ...PACE, headers: inTheNameOf(users), seconds: REQUEST_SECONDS };
  await Promise.all(urls.map((url) => pace(`${url}/api/sessions`, options)));
}
