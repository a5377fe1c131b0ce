import { loadSettings } from '#composition';
import { EmbeddedPostgres } from '#platform';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const SERVICE = 'dist/apps/api/src/main.js';

/**
 * `npm run dev`: compiles what is saved (types are checked) and restarts the service. The embedded PostgreSQL stays up
 * in between. Arguments go to Node: `npm run debug` is `npm run dev -- --inspect`.
 */
async function main(): Promise<void> {
  process.chdir(join(__dirname, '../..'));
  const { DATABASE_URL, DATA_DIR } = loadSettings();
  const postgres = DATABASE_URL ? undefined : await EmbeddedPostgres.open(DATA_DIR);
  const env = {
    ...process.env,
    ...(postgres && { DATABASE_URL: postgres.url }),
    // Node 22 and later start faster with it; Node 20 ignores it.
    NODE_COMPILE_CACHE: join('node_modules', '.cache', 'node-compile'),
  };
  const compiler = run([
    require.resolve('typescript/bin/tsc'),
    '-p',
    'tsconfig.build.json',
    '--watch',
    '--preserveWatchOutput',
  ]);
  const service = run(
    ['--watch', '--watch-preserve-output', '--enable-source-maps', ...process.argv.slice(2), SERVICE],
    env,
  );
  const children = [compiler, service];
  const stop = () => children.forEach((child) => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
  await Promise.race(children.map((child) => once(child, 'exit')));
  stop();
  await Promise.all(children.map(ended));
  await postgres?.close();
}

const run = (args: string[], env = process.env): ChildProcess =>
  spawn(process.execPath, args, { stdio: 'inherit', env });

const ended = async (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null || (await once(child, 'exit'));

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
