import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { parseMessages } from './parse-messages.mts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export default defineConfig({
  root: fromRoot('apps/console'),
  base: '/console/',
  plugins: [parseMessages()],
  resolve: {
    alias: [
      { find: /^@collabsphere\/client\/react$/, replacement: fromRoot('libs/client/src/react/index.ts') },
      { find: /^@collabsphere\/client$/, replacement: fromRoot('libs/client/src/index.ts') },
    ],
  },
  // The service replaces it in each answer of index.html.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: fromRoot('dist/apps/console'),
    emptyOutDir: true,
    // The policy allows images and fonts as files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // For tools/check-console.mjs.
    manifest: true,
    reportCompressedSize: false,
    // tools/check-console.mjs has the limit.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      onLog(level, log, report) {
        // Marks of libraries for servers; there is none here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  // `npx vite apps/console`: the pages reload on a change, the calls go to a running service.
  server: {
    port: 3001,
    proxy: Object.fromEntries(
      ['/api', '/avatars', '/socket.io'].map((path) => [path, { target: 'http://localhost:3000', ws: true }]),
    ),
  },
});
