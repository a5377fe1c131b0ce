// `npm start` builds only what has changed: the compiler alone takes seconds to find out that nothing has.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));

const SOURCES = [
  'apps',
  'libs',
  'bench',
  'tools',
  'ormconfig.ts',
  'tsconfig.json',
  'tsconfig.build.json',
  'package.json',
];
/** Written at the end of a build. */
const BUILT = 'dist/.built';

/** What a build writes beside its sources, such as `libs/client/lib`. */
const isOutput = (name) => /^[^/\\]+[/\\]lib([/\\]|$)/.test(name);

/** 0 where there is none. */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const names = readdirSync(path, { recursive: true }).filter((name) => !isOutput(name));
  return Math.max(found.mtimeMs, ...names.map((name) => statSync(join(path, name)).mtimeMs));
}

if (Math.max(...SOURCES.map(newest)) >= newest(BUILT)) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
