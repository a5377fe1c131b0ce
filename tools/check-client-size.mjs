// Checks how much of @collabsphere/client a browser loads: minified and compressed, without React and socket.io-client.
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build } from 'vite';

const SOURCES = join(import.meta.dirname, '../libs/client/src');
/** Loaded when they are needed: the connection of presence, with socket.io-client, and what only old browsers need. */
const LATER = [/presence-socket/, /webauthn-json/];
/** Bytes. `./react` imports the core, which is counted there. */
const LIMITS = [
  { name: '@collabsphere/client', entry: 'index.ts', limit: 10_000, external: LATER },
  { name: '@collabsphere/client/react', entry: 'react/index.ts', limit: 3000, external: [/^\.\.\/index\.js$/] },
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
  if (output.length > 1) throw new Error(`${entry}: more is loaded later than LATER says`);
  return gzipSync(output[0].code).length;
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
