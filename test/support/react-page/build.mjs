// Prints the page's script, on React 18 or 19: node build.mjs 18
import { join } from 'node:path';
import { build } from 'vite';

const [version] = process.argv.slice(2);
const sources = join(import.meta.dirname, '../../../libs/client/src');
const old = version === '18' ? [{ find: /^(react|react-dom)(\/.*)?$/, replacement: '$1-18$2' }] : [];

const [{ output }] = await build({
  configFile: false,
  logLevel: 'error',
  // The warnings of React are faults here.
  mode: 'development',
  define: { 'process.env.NODE_ENV': '"development"' },
  resolve: {
    alias: [
      { find: '@collabsphere/client/react', replacement: join(sources, 'react/index.ts') },
      { find: '@collabsphere/client', replacement: join(sources, 'index.ts') },
      ...old,
    ],
  },
  build: {
    lib: { entry: join(import.meta.dirname, 'main.mjs'), formats: ['iife'], name: 'page' },
    rolldownOptions: { output: { codeSplitting: false } },
    write: false,
  },
});
process.stdout.write(output[0].code);
