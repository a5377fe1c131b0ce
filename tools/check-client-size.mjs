// Checks how much of @collabsphere/client a browser loads: minified and compressed, without React and socket.io-client.
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build } from 'vite';

const SOURCES = join(import.meta.dirname, '../libs/client/src');
/** Bytes. What `./react` shares with the core is counted there. */
const LIMITS = [
  { name: '@collabsphere/client', entry: 'index.ts', limit: 10_000, external: [] },
  {
    name: '@collabsphere/client/react',
    entry: 'react/index.ts',
    limit: 3000,
    external: [/^\.\.\/(client|index)\.js$/],
  },
  { name: '@collabsphere/client/service-worker', entry: 'service-worker.ts', limit: 1000, external: [] },
];

async function sizeOf({ entry, external }) {
  const [{ output }] = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      lib: { entry: join(SOURCES, entry), formats: ['es'] },
      // `build.minify` keeps white space in libraries.
      rolldownOptions: { external: ['react', 'socket.io-client', ...external], output: { minify: true } },
      write: false,
    },
  });
  return [
    ...loadedWith(
      output.find(({ isEntry }) => isEntry),
      output,
    ),
  ]
    .map(({ code }) => gzipSync(code).length)
    .reduce((sum, size) => sum + size, 0);
}

/** Other chunks are loaded when they are needed, such as the connection of presence, with socket.io-client. */
function loadedWith(chunk, output, found = new Set()) {
  found.add(chunk);
  for (const name of chunk.imports) {
    const next = output.find(({ fileName }) => fileName === name);
    if (next && !found.has(next)) loadedWith(next, output, found);
  }
  return found;
}

for (const part of LIMITS) {
  const size = await sizeOf(part);
  const text = `${part.name}: ${size} of ${part.limit} bytes`;
  if (size <= part.limit) console.log(text);
  else {
    console.error(`${text}: too large`);
    process.exitCode = 1;
  }
}
