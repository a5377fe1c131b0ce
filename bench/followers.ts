import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import type { FollowersOrder, FollowersReport } from './apps/followers';
import { quickly } from './support/options';
import { printTable, type Verdict } from './support/report';
import { percentile } from './support/rounds';
import { makeService } from './support/services';
import type { Stage } from './support/stage';

const FOLLOWERS = quickly(500, 20);
const PER_SECOND = quickly(1000, 100);
const SECONDS = quickly(30, 1);
/** Each event is timed at so many of them; all others count what they receive. */
const SAMPLED = 20;
/** Of one service, in one process. */
const MAX_STREAMS = 100;
const TICK_MS = 10;
const WRITERS = 8;
const SETTLE_MS = quickly(5000, 200);
/** What has not arrived by then is lost. */
const LIMIT_MS = 30_000;

/** Services that follow two processes, while sessions are revoked. The followers and the writer share the machine. */
export async function followers(stage: Stage): Promise<Verdict[]> {
  const first = await stage.service({ BCRYPT_COST: '4' });
  const urls = [first, await stage.service({ BCRYPT_COST: '4', PUBLIC_URL: first })];
  const services = Math.ceil(FOLLOWERS / urls.length / MAX_STREAMS);
  const tokens: string[] = [];
  for (let n = 0; n < services; n++) tokens.push(await tokenOf(first, await makeService(stage, `bench ${n}`)));

  const crowd = openCrowd(stage);
  await sleep(SETTLE_MS);
  const before = await memory(urls);
  const targets = Array.from({ length: FOLLOWERS }, (_, n) => ({
    url: urls[n % urls.length]!,
    token: tokens[Math.floor(n / urls.length) % services]!,
  }));
  await crowd({ follow: targets, sampled: SAMPLED });
  await sleep(SETTLE_MS);
  const idle = await memory(urls);
  const [written, peak] = await burst(stage.databaseUrl, urls);
  const { open, received, delays } = await arrived(crowd, written);

  printTable(`followers: ${FOLLOWERS} of two processes, ${written} revocations in ${SECONDS} s`, [
    ['from the write to a follower', [{ perSecond: written / SECONDS, latencies: delays }]],
  ]);
  const each = (bytes: number) => (bytes - before) / FOLLOWERS / 1000;
  const missing = received.reduce((sum, count) => sum + written - count, 0);
  return [
    { name: 'followers p50, ms', ratio: percentile(delays, 50), of: `at ${SAMPLED} of them`, target: { atMost: 50 } },
    { name: 'followers p99, ms', ratio: percentile(delays, 99), of: `at ${SAMPLED} of them`, target: { atMost: 250 } },
    {
      name: 'followers lost',
      ratio: missing,
      of: `of ${written * FOLLOWERS} events`,
      target: { atMost: 0 },
      mustHold: true,
    },
    {
      name: 'followers cut off',
      ratio: FOLLOWERS - open,
      of: `of ${FOLLOWERS}`,
      target: { atMost: 0 },
      mustHold: true,
    },
    { name: 'followers, kB idle', ratio: each(idle), of: 'of memory for each', target: { atMost: 200 } },
    { name: 'followers, kB in the burst', ratio: each(peak), of: 'of memory for each', target: { atMost: 200 } },
  ];
}

/** One transaction for each, as changes are; paced, so that a pause is made up for. */
async function burst(databaseUrl: string, urls: string[]): Promise<[written: number, peak: number]> {
  const pool = new Pool({ connectionString: databaseUrl, max: WRITERS });
  const total = PER_SECOND * SECONDS;
  const writes: Promise<unknown>[] = [];
  let peak = 0;
  const start = performance.now();
  while (writes.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * PER_SECOND));
    while (writes.length < due) writes.push(revoke(pool));
    if (writes.length % PER_SECOND < PER_SECOND / 50) peak = Math.max(peak, await memory(urls));
    await sleep(TICK_MS);
  }
  await Promise.all(writes);
  peak = Math.max(peak, await memory(urls));
  await pool.end();
  return [total, peak];
}

async function revoke(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    const sentAt = performance.timeOrigin + performance.now();
    await client.query({
      name: 'revoke',
      text: `INSERT INTO authorization_events (type, payload) VALUES ('session-revoked',
             jsonb_build_object('user_id', gen_random_uuid(), 'session_ids', jsonb_build_array($1::text), 'reason', 'logout'))`,
      values: [`t${sentAt.toFixed(3)}`],
    });
  } finally {
    client.release();
  }
}

type AskCrowd = (
  order: { follow: { url: string; token: string }[]; sampled: number } | { report: true },
) => Promise<FollowersReport>;

function openCrowd(stage: Stage): AskCrowd {
  const child = fork(join(__dirname, 'apps/followers.js'));
  stage.atTheEnd(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  let last = 0;
  return async (order) => {
    child.send({ id: ++last, ...order } as FollowersOrder);
    for (;;) {
      const [report] = (await once(child, 'message')) as [FollowersReport];
      if (report.id === last) return report;
    }
  };
}

async function arrived(crowd: AskCrowd, written: number): Promise<FollowersReport> {
  for (const end = performance.now() + LIMIT_MS; ; await sleep(500)) {
    const report = await crowd({ report: true });
    if (report.received.every((count) => count >= written) || performance.now() > end) return report;
  }
}

async function tokenOf(url: string, { AUTH_CLIENT_ID: id, AUTH_CLIENT_SECRET: secret }: Record<string, string>) {
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Resident memory of the processes together, in bytes. */
async function memory(urls: string[]): Promise<number> {
  const texts = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
  return texts
    .map((text) => Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)![1]))
    .reduce((sum, bytes) => sum + bytes, 0);
}
