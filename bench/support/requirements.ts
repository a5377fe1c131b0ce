import { existsSync } from 'node:fs';
import { RedisServer } from '../../tools/redis-server';

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const redis = () => (RedisServer.isInstalled ? '' : 'install redis-server: one of its own is killed and restarted');

const missing: Record<string, () => string> = {
  nodes: redis,
  soak: redis,
  console: () => (existsSync(chromiumPath) ? '' : `there is no Chromium at ${chromiumPath} (CHROMIUM_PATH)`),
};

/** What a script can not do without, and this machine has not; else nothing. */
export const whatIsMissing = (name: string): string => missing[name]?.() ?? '';
