import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const MAIN = join(__dirname, '../../dist/cli.cjs');
/** A command that is not done by now hangs. */
const LIMIT_MS = 60_000;

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The operators' command line as a process of its own, with nothing of our environment. */
export async function runCli(
  args: string[],
  { env = {}, input }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    // Not where a `.env` may be.
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, BCRYPT_COST: '4', ...env },
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.on('error', () => undefined);
  // It is left open, as a terminal would be, unless there is something to say.
  if (input !== undefined) child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, stdout, stderr };
}
