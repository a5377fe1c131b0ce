import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { RedisServer } from '../../tools/redis-server';

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const redis = () => (RedisServer.isInstalled ? '' : 'install redis-server: one of its own is killed and restarted');

const isInstalled = (program: string) => spawnSync('which', [program]).status === 0;

const missing: Record<string, () => string> = {
  nodes: redis,
  soak: redis,
  // A load of Node would need a core for itself.
  processes: () => (isInstalled('wrk') ? '' : 'install wrk (https://github.com/wg/wrk)'),
  console: () => (existsSync(chromiumPath) ? '' : `there is no Chromium at ${chromiumPath} (CHROMIUM_PATH)`),
};

/** What a script can not do without, and this machine has not; else nothing. */
export const whatIsMissing = (name: string): string => missing[name]?.() ?? '';
