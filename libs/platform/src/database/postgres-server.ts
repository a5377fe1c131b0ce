import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Client } from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres.error';
import { minimalEnv } from './postgres-binaries';
import type { Cluster } from './postgres-cluster';
import { isWrongPassword, tryConnect, wrongPasswordError } from './postgres-connection';
import { isRunning, pidStatusOf, readPostmasterFile, removePostmasterFile } from './postmaster-pid';

const POLL_MS = 50;
/** A start loses to a taken port, a quicker process, or processes of a killed server that are just ending: 3 s in all. */
const START_DELAYS_MS = [0, 100, 200, 400, 800, 1600];
const MAX_LOG_BYTES = 10_000_000;

/** Small: a service that brings its own database has few users. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=64MB',
  // Without the three processes that read ahead; all data fits in memory.
  'io_method=sync',
  // Not the statements that fail: the service logs those, and here their details would keep people's data.
  'log_min_messages=log',
  'log_checkpoints=off',
  'timezone=UTC',
  'log_timezone=UTC',
];

/** A running server, and a connection to its database `postgres`. */
export interface ServerConnection {
  client: Client;
  pid: number;
  port: number;
}

/** How a server is started. */
export interface ServerStart {
  /** More settings: `fsync=off`. */
  flags: string[];
  /** A free one by default. */
  port?: number;
}

/** Finds the running server of the cluster, or starts it. */
export async function connectOrStart(
  cluster: Cluster,
  start: ServerStart,
  deadline: number,
): Promise<ServerConnection> {
  for (let tries = 0; performance.now() < deadline;) {
    const found = await findServer(cluster);
    if (found === 'wait') await sleep(POLL_MS);
    else if (found !== 'none') return found;
    else {
      const delay = START_DELAYS_MS[tries++];
      if (delay === undefined) throw new EmbeddedPostgresError(`PostgreSQL does not start; ${logTail(cluster)}`);
      await sleep(delay);
      const started = await startServer(cluster, start, deadline);
      if (started) return started;
    }
  }
  throw new EmbeddedPostgresError(`PostgreSQL did not get ready in time; ${logTail(cluster)}`);
}

async function findServer(cluster: Cluster): Promise<ServerConnection | 'wait' | 'none'> {
  const file = readPostmasterFile(cluster.folder);
  if (!file) return 'none';
  if (!file.server) {
    // It is written right after it is made: one that stays unfinished is left of a power cut.
    if (file.ageMs > 5_000) removePostmasterFile(file);
    return 'wait';
  }
  const { pid, port } = file.server;
  const { client, dataDirectory, error } = await tryConnect(cluster, port);
  const occupant = pidStatusOf(pid, cluster.folder);
  // The folder of a copied DATA_DIR names the server of the original, with the same password.
  if (client && (occupant === 'server' || dataDirectory === cluster.folder)) return { client, pid, port };
  await client?.end();

  switch (occupant) {
    case 'server':
      if (isWrongPassword(error)) throw wrongPasswordError(cluster);
      return 'wait';
    case 'other':
      removePostmasterFile(file);
      return 'wait';
    case 'gone':
      return 'none';
    case 'unknown':
      // On Windows PostgreSQL detects this itself, by the named pipe of each of its processes.
      if (process.platform === 'win32') return 'none';
      throw new EmbeddedPostgresError(
        `${file.path} names the process ${pid}, which may be a PostgreSQL server on this folder but does not answer; ` +
          'stop it, or remove the file if it is something else.',
      );
  }
}

async function startServer(
  cluster: Cluster,
  start: ServerStart,
  deadline: number,
): Promise<ServerConnection | undefined> {
  const port = start.port ?? (await freePort());
  const child = spawnServer(cluster, port, start.flags);
  let spawnError: unknown;
  child.once('error', (error) => (spawnError = error));
  while (performance.now() < deadline) {
    const { client, dataDirectory, error } = await tryConnect(cluster, port);
    if (client && dataDirectory === cluster.folder) return { client, pid: child.pid!, port };
    await client?.end();
    if (spawnError) throw new EmbeddedPostgresError(`PostgreSQL can't be started: ${String(spawnError)}`);
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    if (isWrongPassword(error)) {
      await stopServer(cluster, child.pid!);
      throw wrongPasswordError(cluster);
    }
    await sleep(POLL_MS);
  }
  // It is left alone, as pg_ctl does: a long recovery goes on, and the next start finds it further.
  throw new EmbeddedPostgresError(`PostgreSQL did not get ready in time; ${logTail(cluster)}`);
}

function spawnServer(
  { folder, dataDir, log, binaries, processUser }: Cluster,
  port: number,
  flags: string[],
): ChildProcess {
  const settings = [...SETTINGS, `port=${port}`, ...flags].flatMap((setting) => ['-c', setting]);
  const [file, ...args] = [...processUser.prefix, binaries.postgres, '-D', folder, ...settings] as [
    string,
    ...string[],
  ];
  const output = openSync(log, 'a', 0o600);
  try {
    if (statSync(log).size > MAX_LOG_BYTES) truncateSync(log);
    const child = spawn(file, args, {
      // A session of its own: Ctrl-C, or a SIGTERM to our group, must not stop it while we finish requests.
      detached: true,
      stdio: ['ignore', output, output],
      uid: processUser.uid,
      gid: processUser.gid,
      cwd: dataDir,
      env: minimalEnv(),
      windowsHide: true,
    });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

/**
 * Fast shutdown, which ends all connections; after 6 s an immediate one, which loses nothing either
 * but makes the next start recover. At most 8 s.
 */
export async function stopServer({ folder, binaries }: Cluster, pid: number): Promise<void> {
  for (const [signal, limit] of [['INT', 6_000] as const, ['QUIT', 2_000] as const]) {
    if (['gone', 'other'].includes(pidStatusOf(pid, folder))) return;
    if (process.platform === 'win32')
      await promisify(execFile)(binaries.pgCtl, ['kill', signal, String(pid)], {
        env: minimalEnv(),
        timeout: 5_000,
        windowsHide: true,
      });
    else if (isRunning(pid)) process.kill(pid, `SIG${signal}`);
    for (const end = performance.now() + limit; isRunning(pid) && performance.now() < end;) await sleep(20);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

function logTail({ log }: Cluster): string {
  try {
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    return [`its log, ${log}, ends with:`, ...lines.slice(-5)].join('\n');
  } catch {
    return `its log should be ${log}`;
  }
}
