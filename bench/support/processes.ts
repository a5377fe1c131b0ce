import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../tools/free-port';

const START_LIMIT_MS = 60_000;
/** The service itself gives up stopping in an orderly way after 10 s. */
const STOP_LIMIT_MS = 12_000;
/** As in `npm run start:prod`. */
const NODE_FLAGS = ['--max-semi-space-size=4'];
/** dist/ */
const BUILT = resolve(__dirname, '../..');

export interface RunningProcess {
  url: string;
  kill(signal: NodeJS.Signals): void;
  close(): Promise<void>;
}

/**
 * Starts a compiled script as a server on a free port, and waits until it answers. It gets nothing of this process's
 * environment, nor of an `.env` file: a developer's mail server must not be part of a load test.
 */
export async function startProcess(script: string, folder: string, env: NodeJS.ProcessEnv): Promise<RunningProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(folder, `${basename(script)}.${port}.log`);
  const log = await open(logFile, 'w');
  const child = spawn(process.execPath, [...NODE_FLAGS, join(BUILT, script)], {
    cwd: folder,
    stdio: ['ignore', log.fd, log.fd],
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'warn',
      DOCS_ENABLED: 'false',
      TRUST_PROXY: 'loopback',
      RATE_LIMIT_SCALE: '100000',
      ...env,
    },
  });
  await log.close();
  const close = () => stop(child);
  try {
    await answering(child, url);
  } catch (error) {
    await close();
    const log = await readFile(logFile, 'utf8');
    throw new Error(`${script} has not started: ${(error as Error).message}\n${log}`, { cause: error });
  }
  return { url, close, kill: (signal) => void child.kill(signal) };
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  for (const end = Date.now() + START_LIMIT_MS; Date.now() < end; await sleep(50)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the process has ended');
    // Any answer will do: a server listens when it is ready.
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return;
  }
  throw new Error(`it does not answer within ${START_LIMIT_MS / 1000} s`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await exit;
  clearTimeout(kill);
}
