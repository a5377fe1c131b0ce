import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import type { CommittingOptions } from '../apps/committing';
import type { Sample } from './load';

const SCRIPT = join(__dirname, '../apps/committing.js');

/** Transactions of several processes, all at once. They begin when all are ready. */
export async function committing(
  databaseUrl: string,
  {
    processes,
    connections,
    seconds,
    isAudited,
  }: Record<'processes' | 'connections' | 'seconds', number> & {
    isAudited: boolean;
  },
): Promise<Sample> {
  const ids = await sessionIds(databaseUrl, connections);
  const children: ChildProcess[] = [];
  try {
    for (let n = 0; n < processes; n++) {
      const child = fork(SCRIPT);
      children.push(child);
      const own = ids.filter((_, index) => index % processes === n);
      child.send({ databaseUrl, sessionIds: own, seconds, isAudited } satisfies CommittingOptions);
      await once(child, 'message');
    }
    const results = children.map((child) => once(child, 'message') as Promise<[number[]]>);
    for (const child of children) child.send('begin');
    const latencies = (await Promise.all(results)).flatMap(([list]) => list);
    return { perSecond: latencies.length / seconds, latencies };
  } finally {
    for (const child of children) child.kill();
  }
}

async function sessionIds(databaseUrl: string, amount: number): Promise<string[]> {
  const client = new Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT id FROM sessions ORDER BY id LIMIT $1', [amount]);
  await client.end();
  return rows.map(({ id }) => id);
}
