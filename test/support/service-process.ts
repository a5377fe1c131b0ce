import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { HttpClient } from './http-client';
import { freePort } from '../../tools/free-port';
import { waitFor } from './wait-for';

const root = resolve(__dirname, '../..');
/** Test files that run side by side build once. */
const BUILD_LOCK = 7_204_119_998;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const SERVICE = 'dist/service.cjs';
export const MESSAGES = 'dist/apps/messages/src/main.js';

/** A built program as a process of its own, in a session of its own, with nothing in its environment but `env`. */
export class ServiceProcess {
  readonly http: HttpClient;
  /** All that it wrote. */
  output = '';
  readonly exited: Promise<Exit>;

  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
    readonly program: string,
  ) {
    this.http = new HttpClient(url, { documented: program === SERVICE });
    this.exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (text: Buffer) => (this.output += text.toString()));
  }

  static async spawn(env: NodeJS.ProcessEnv, program = SERVICE): Promise<ServiceProcess> {
    await build();
    const port = env.PORT ?? String(await freePort());
    const child = spawn(process.execPath, [join(root, program)], {
      cwd: await mkdtemp(join(tmpdir(), 'collabsphere-cwd-')),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: port, ...env },
    });
    return new ServiceProcess(child, `http://127.0.0.1:${port}`, program);
  }

  static async start(env: NodeJS.ProcessEnv, program = SERVICE): Promise<ServiceProcess> {
    const service = await ServiceProcess.spawn(env, program);
    await service.ready();
    return service;
  }

  async ready(): Promise<void> {
    const asked = async () => {
      if (this.child.exitCode !== null) throw new Error(`the service ended: ${this.output}`);
      const answer = await this.http.get('/health/ready').catch(() => undefined);
      return answer?.status === 200;
    };
    await waitFor(asked, 'the service is ready', 60_000);
  }

  get pid(): number {
    return this.child.pid!;
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.child.kill(signal);
    return this.exited;
  }
}

let built: Promise<void> | undefined;
const build = () => (built ??= buildIfStale());

async function buildIfStale(): Promise<void> {
  const lock = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [BUILD_LOCK]);
    await promisify(execFile)(process.execPath, ['tools/build-if-stale.mjs'], { cwd: root });
  } finally {
    await lock.end();
  }
}
