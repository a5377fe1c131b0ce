import { soakMinutes } from './support/options';
import type { Verdict } from './support/report';
import type { Stage } from './support/stage';

type Script = (stage: Stage) => Promise<Verdict[]>;

/** Only the script that runs is loaded: all of them are a second's work. */
export const scripts: Record<string, () => Promise<Script>> = {
  check: async () => (await import('./check.js')).check,
  guarded: async () => (await import('./guarded.js')).guarded,
  profile: async () => (await import('./profile.js')).profile,
  login: async () => (await import('./login.js')).login,
  refresh: async () => (await import('./refresh.js')).refresh,
  processes: async () => (await import('./processes.js')).processes,
  register: async () => (await import('./register.js')).register,
  storm: async () => (await import('./storm.js')).storm,
  timing: async () => (await import('./timing.js')).timing,
  admin: async () => (await import('./admin.js')).admin,
  console: async () => (await import('./console.js')).consoleList,
  propagation: async () => (await import('./propagation.js')).propagation,
  presence: async () => (await import('./presence.js')).presence,
  nodes: async () => (await import('./nodes/nodes.js')).nodes,
  scale: async () => (await import('./scale.js')).scale,
  followers: async () => (await import('./followers.js')).followers,
  ceiling: async () => (await import('./ceiling.js')).ceiling,
  compare: async () => (await import('./compare/compare.js')).compare,
  soak: async () => (await import('./soak/soak.js')).soak,
};

/** Minutes; much longer than a script takes. What hangs is ended. */
const LIMIT = 10;
/** `scale` writes a million users first. */
const limits: Record<string, number> = { scale: 60, soak: soakMinutes + LIMIT };

export const limitOf = (name: string) => limits[name] ?? LIMIT;
