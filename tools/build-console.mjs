// Builds apps/console into dist/apps/console, if a source is newer than what is there.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { newest } from './newest.mjs';

process.chdir(join(import.meta.dirname, '..'));
// Tests have another one; React would be built for development.
process.env.NODE_ENV = 'production';

const SOURCES = ['apps/console', 'libs/client/src', 'package-lock.json', 'tools/build-console.mjs'];
const OUTPUT = 'dist/apps/console';
const LOCK = 'dist/.console-build';
/** A build takes seconds. */
const LOCK_LIMIT_MS = 120_000;
const BUILT = join(OUTPUT, 'index.html');

/** The service sends them as they are, so that no request waits for a compression. */
function compress(path) {
  const content = readFileSync(path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content, quality));
}

const isStale = () => Math.max(...SOURCES.map((path) => newest(path))) >= newest(BUILT);

/** Test files that run side by side build it once. */
async function exclusively(work) {
  mkdirSync('dist', { recursive: true });
  for (const deadline = Date.now() + LOCK_LIMIT_MS; ; await sleep(200)) {
    try {
      mkdirSync(LOCK);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      // Its process was killed.
      if (Date.now() > deadline) rmSync(LOCK, { recursive: true, force: true });
    }
  }
  try {
    await work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

async function buildConsole() {
  if (!isStale()) return;
  // Replaced as a whole: a service that runs never serves half of a build.
  const next = `${OUTPUT}-${process.pid}`;
  await build({ configFile: 'apps/console/vite.config.mts', logLevel: 'warn', build: { outDir: resolve(next) } });
  for (const name of readdirSync(join(next, 'assets'))) compress(join(next, 'assets', name));
  rmSync(OUTPUT, { recursive: true, force: true });
  renameSync(next, OUTPUT);
}

if (isStale()) await exclusively(buildConsole);
