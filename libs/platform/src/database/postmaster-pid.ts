import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What a PostgreSQL server writes about itself into its folder, and removes at its end unless it is killed. */
export interface PostmasterFile {
  path: string;
  text: string;
  /** Not while the server is still writing it. */
  server?: { pid: number; port: number };
  ageMs: number;
}

export function readPostmasterFile(folder: string): PostmasterFile | undefined {
  const path = join(folder, 'postmaster.pid');
  try {
    const text = readFileSync(path, 'utf8');
    const ageMs = Date.now() - statSync(path).mtimeMs;
    const lines = text.split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return { path, text, ageMs, server: pid > 0 && port > 0 && lines.length > 4 ? { pid, port } : undefined };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Removes the file if it still is the one that was read. Where another process was quicker and a server of its own is
 * up, its file, that server's protection against a second one, is put back.
 */
export function removePostmasterFile({ path, text }: PostmasterFile): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    if (readFileSync(path, 'utf8') !== text) return;
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== text) linkSync(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** `gone`, or the process that has the number now: the server of this folder, another program, or unknown. */
export type PidStatus = 'gone' | 'server' | 'other' | 'unknown';

export function pidStatusOf(pid: number, folder: string): PidStatus {
  if (!canSignal(pid)) return 'gone';
  if (process.platform === 'win32') return 'unknown';
  try {
    if (process.platform !== 'linux') {
      const command = execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
        encoding: 'utf8',
        timeout: 5_000,
      });
      return command.includes('postgres') && command.includes(folder) ? 'server' : 'other';
    }
    const [program, ...args] = commandLine(pid).split('\0');
    if (basename(program ?? '') !== 'postgres') return 'other';
    return workingFolder(pid) === folder || args.includes(folder) ? 'server' : 'other';
  } catch {
    return canSignal(pid) ? 'unknown' : 'gone';
  }
}

export function isRunning(pid: number): boolean {
  if (!canSignal(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    // Where the container's first process does not reap, a dead one stays as a zombie, without a command line.
    return commandLine(pid) !== '';
  } catch {
    return false;
  }
}

/** A process that we may not signal is another user's, so no server of ours. */
function canSignal(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function commandLine(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
}

/** A server works in its folder, even after the folder was moved. */
function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
