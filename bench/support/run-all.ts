import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { flags, isQuick } from './options';
import { whatIsMissing } from './requirements';

/** Scripts of a quick run at the same time: most of them wait most of the time. Others measure, each alone. */
const AT_ONCE = isQuick ? 4 : 1;
/** Of a quick run; the longest first. */
const LONGEST = ['nodes', 'soak', 'presence', 'compare'];
const POSTGRES_FLAGS = ['fsync=off', 'max_connections=400'];

const running = new Set<ChildProcess>();

/** Each script in a process of its own, to the last one. @throws that some have failed, by name */
export async function runAll(names: string[]): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      waiting.length = 0;
      for (const child of running) child.kill(signal);
    });
  const waiting = isQuick ? [...names].sort((a, b) => turn(a) - turn(b)) : [...names];
  const failed: string[] = [];
  const next = async (databaseUrl?: string) => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      if (!(await succeeds(name, databaseUrl))) failed.push(name);
  };
  await withDatabase((url) => Promise.all(Array.from({ length: AT_ONCE }, () => next(url))));
  if (failed.length > 0) throw new Error(`\n${failed.length} of ${names.length} failed: ${failed.join(', ')}`);
}

const turn = (name: string) => (LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length);

/** Quick scripts share a server. Others have one each, as each of them has alone. */
async function withDatabase(work: (url?: string) => Promise<unknown>): Promise<void> {
  if (!isQuick || process.env.DATABASE_URL) return void (await work());
  const folder = await mkdtemp(join(tmpdir(), 'collabsphere-bench-'));
  const { EmbeddedPostgres } = await import('#platform');
  const server = await EmbeddedPostgres.open(folder, { flags: POSTGRES_FLAGS });
  try {
    await work(server.url);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function succeeds(name: string, databaseUrl?: string): Promise<boolean> {
  const missing = whatIsMissing(name);
  if (missing) {
    console.log(`\n${name}: skipped; ${missing}`);
    return true;
  }
  const start = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, name, ...flags], {
    stdio: ['ignore', isQuick ? 'pipe' : 'inherit', isQuick ? 'pipe' : 'inherit'],
    env: { ...process.env, ...(databaseUrl && { DATABASE_URL: databaseUrl }) },
  });
  running.add(child);
  // Together at the end: lines of scripts that run at the same time would mix.
  const output = Promise.all([child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')));
  const [code] = (await once(child, 'exit')) as [number | null];
  running.delete(child);
  process.stdout.write((await output).join(''));
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${name}: ${code === 0 ? 'done' : 'FAILED'} after ${seconds} s`);
  return code === 0;
}
