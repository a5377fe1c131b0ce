import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stage } from './stage';

/** A service that may follow the authorization events. @returns `AUTH_CLIENT_ID` and `AUTH_CLIENT_SECRET` */
export async function makeService(stage: Stage, name = 'bench'): Promise<Record<string, string>> {
  const cli = join(__dirname, '../../cli.cjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cli, 'create-service', '--name', name, '--scope', 'authorization.read'],
    { env: { PATH: process.env.PATH, ...stage.environment }, cwd: stage.folder },
  );
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  );
}
