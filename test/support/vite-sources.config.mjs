import { join } from 'node:path';
import { defineConfig } from 'vite';

const sources = join(import.meta.dirname, '../../libs/client/src');

/** `@collabsphere/client` as it is in this repository, built or not. */
export default defineConfig({
  logLevel: 'error',
  resolve: {
    alias: [
      { find: '@collabsphere/client/react', replacement: join(sources, 'react/index.ts') },
      { find: '@collabsphere/client', replacement: join(sources, 'index.ts') },
    ],
  },
});
