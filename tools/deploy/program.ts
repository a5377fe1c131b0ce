import { spawnSync } from 'node:child_process';

/** Programs of Debian that check files; where one is missing its test is skipped. */
export const isInstalled = (program: string) => spawnSync(program, ['--help'], { timeout: 20_000 }).error === undefined;

export function run(program: string, args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  return { status, output: `${stdout}${stderr}` };
}
