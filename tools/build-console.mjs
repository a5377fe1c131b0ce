// Builds apps/console into dist/apps/console, if a source is newer than what is there.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

process.chdir(join(import.meta.dirname, '..'));

const SOURCES = ['apps/console', 'libs/client/src', 'package-lock.json', 'tools/build-console.mjs'];
const OUTPUT = 'dist/apps/console';
/** Written at the end of a build. */
const BUILT = join(OUTPUT, 'index.html');

/** 0 where there is none. */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  return Math.max(
    found.mtimeMs,
    ...readdirSync(path, { recursive: true }).map((name) => statSync(join(path, name)).mtimeMs),
  );
}

/** The service sends them as they are, so that no request waits for a compression. */
function compress(path) {
  const content = readFileSync(path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content, quality));
}

if (Math.max(...SOURCES.map(newest)) >= newest(BUILT)) {
  await build({ configFile: 'apps/console/vite.config.mts', logLevel: 'warn' });
  for (const name of readdirSync(join(OUTPUT, 'assets'))) compress(join(OUTPUT, 'assets', name));
  writeFileSync(BUILT, readFileSync(BUILT));
}
