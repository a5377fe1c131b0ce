import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { flags, isQuick } from './options';
import { whatIsMissing } from './requirements';

/** Scripts of a quick run at the same time: most of them wait most of the time. Others measure, each alone. */
const AT_ONCE = isQuick ? 4 : 1;
/** Of a quick run; the longest first. */
const LONGEST = ['nodes', 'soak', 'presence', 'compare'];
const POSTGRES_FLAGS = ['fsync=off', 'max_connections=400'];

const CLI = join(__dirname, '../../cli.cjs');

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
  const next = async (shared?: NodeJS.ProcessEnv) => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      if (!(await succeeds(name, shared))) failed.push(name);
  };
  await withDatabase((shared) => Promise.all(Array.from({ length: AT_ONCE }, () => next(shared))));
  if (failed.length > 0) throw new Error(`\n${failed.length} of ${names.length} failed: ${failed.join(', ')}`);
}

const turn = (name: string) => (LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length);

/** Quick scripts share a server, and copy a migrated database. Others have one each, as each of them has alone. */
async function withDatabase(work: (shared?: NodeJS.ProcessEnv) => Promise<unknown>): Promise<void> {
  if (!isQuick || process.env.DATABASE_URL) return void (await work());
  const folder = await mkdtemp(join(tmpdir(), 'collabsphere-bench-'));
  const { EmbeddedPostgres } = await import('#platform');
  const server = await EmbeddedPostgres.open(folder, { flags: POSTGRES_FLAGS });
  try {
    const { url } = server;
    await promisify(execFile)(process.execPath, [CLI, 'migrate'], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATABASE_URL: url, DATA_DIR: join(folder, 'data') },
    });
    // A database can be copied while it has no connection.
    const connected = new URL(url);
    connected.pathname = '/postgres';
    await work({ DATABASE_URL: connected.href, DATABASE_TEMPLATE: new URL(url).pathname.slice(1) });
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function succeeds(name: string, shared?: NodeJS.ProcessEnv): Promise<boolean> {
  const missing = whatIsMissing(name);
  if (missing) {
    console.log(`\n${name}: skipped; ${missing}`);
    return true;
  }
  const start = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, name, ...flags], {
    stdio: ['ignore', isQuick ? 'pipe' : 'inherit', isQuick ? 'pipe' : 'inherit'],
    env: { ...process.env, ...shared },
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
