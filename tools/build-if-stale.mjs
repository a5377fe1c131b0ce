// `npm start` builds only what has changed: the compiler alone takes seconds to find out that nothing has.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { newest } from './newest.mjs';

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

/** What is written beside the sources, such as `libs/client/lib`. */
const isOutput = (name) => /^[^/\\]+[/\\](lib|node_modules)([/\\]|$)/.test(name);

if (Math.max(...SOURCES.map((path) => newest(path, isOutput))) >= newest(BUILT)) {
  console.error('Building, which takes about a minute …');
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
