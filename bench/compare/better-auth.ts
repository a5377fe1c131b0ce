import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { isQuick } from '../support/options';
import type { Stage } from '../support/stage';

const FOLDER = resolve(__dirname, '../../../bench/better-auth');

export interface BetterAuth {
  url: string;
  /** Of one who has signed in. */
  cookie: string;
  credentials: { email: string; password: string };
}

/**
 * Its packages are no part of the project: they are installed for the first comparison, but not by a quick run.
 * @returns nothing where they are missing
 */
export async function startBetterAuth(stage: Stage): Promise<BetterAuth | undefined> {
  if (!existsSync(`${FOLDER}/node_modules`)) {
    if (isQuick) return void console.log('compare: without better-auth; a run without --quick installs its packages');
    await promisify(execFile)('npm', ['ci', '--prefix', FOLDER]);
  }
  const url = await stage.process('../bench/better-auth/server.mjs', { NODE_ENV: 'production' });
  const credentials = { email: 'pat@example.com', password: 'correct horse battery' };
  const answer = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name: 'Pat Person', ...credentials }),
  });
  if (!answer.ok) throw new Error(`better-auth answered ${answer.status}: ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { url, cookie: cookie.join('; '), credentials };
}
