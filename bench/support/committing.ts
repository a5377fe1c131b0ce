import { type ChildProcess, fork } from 'node:child_process';
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
      await messageOf(child);
    }
    const results = children.map((child) => messageOf(child) as Promise<number[]>);
    for (const child of children) child.send('begin');
    const latencies = (await Promise.all(results)).flat();
    return { perSecond: latencies.length / seconds, latencies };
  } finally {
    for (const child of children) child.kill();
  }
}

/** @throws if the process ends before it */
function messageOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`a process of transactions ended with ${code}`)));
  });
}

async function sessionIds(databaseUrl: string, amount: number): Promise<string[]> {
  const client = new Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT id FROM sessions ORDER BY id LIMIT $1', [amount]);
  await client.end();
  return rows.map(({ id }) => id);
}
