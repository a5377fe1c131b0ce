import 'reflect-metadata';
import { admin } from './admin';
import { ceiling } from './ceiling';
import { check } from './check';
import { followers } from './followers';
import { compare } from './compare/compare';
import { consoleList } from './console';
import { guarded } from './guarded';
import { login } from './login';
import { nodes } from './nodes/nodes';
import { presence } from './presence';
import { profile } from './profile';
import { propagation } from './propagation';
import { refresh } from './refresh';
import { register } from './register';
import { scale } from './scale';
import { soak } from './soak/soak';
import { storm } from './storm';
import { timing } from './timing';
import { names, soakMinutes, USAGE } from './support/options';
import { machine, printVerdicts, type Verdict } from './support/report';
import { Stage } from './support/stage';

/** Minutes; much longer than a script takes. What hangs is ended. */
const LIMIT = 10;
/** `scale` writes a million users first. */
const limits: Record<string, number> = { scale: 60, soak: soakMinutes + LIMIT };

const scripts: Record<string, (stage: Stage) => Promise<Verdict[]>> = {
  check,
  guarded,
  profile,
  login,
  refresh,
  register,
  storm,
  timing,
  admin,
  console: consoleList,
  propagation,
  presence,
  nodes,
  scale,
  followers,
  ceiling,
  compare,
  soak,
};

async function main(asked: string[]): Promise<void> {
  const unknown = asked.filter((name) => !(name in scripts));
  if (asked.length === 0 || unknown.length > 0)
    throw new Error(`npm run bench -- <script>... ${USAGE}; scripts are ${Object.keys(scripts).join(', ')}, or all`);
  console.log(await machine());
  for (const name of asked) printVerdicts(await run(name));
}

async function run(name: string): Promise<Verdict[]> {
  const stage = await Stage.open();
  const end = (reason: string) => {
    console.error(reason);
    void stage.close().finally(() => process.exit(1));
  };
  const interrupted = () => end('interrupted');
  const minutes = limits[name] ?? LIMIT;
  const limit = setTimeout(end, minutes * 60_000, `${name} has not ended within ${minutes} minutes`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);
  try {
    return await scripts[name]!(stage);
  } finally {
    clearTimeout(limit);
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupted);
    await stage.close();
  }
}

main(names.includes('all') ? Object.keys(scripts) : names).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
