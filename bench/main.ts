import 'reflect-metadata';
import { admin } from './admin';
import { check } from './check';
import { consoleList } from './console';
import { guarded } from './guarded';
import { login } from './login';
import { nodes } from './nodes';
import { presence } from './presence';
import { profile } from './profile';
import { propagation } from './propagation';
import { refresh } from './refresh';
import { register } from './register';
import { storm } from './storm';
import { timing } from './timing';
import { machine, printVerdicts, type Verdict } from './support/report';
import { type Options, Stage } from './support/stage';

/** Much longer than any script takes; what hangs is ended. */
const LIMIT_MS = 10 * 60_000;

const scripts: Record<string, (stage: Stage, options: Options) => Promise<Verdict[]>> = {
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
};

async function main(names: string[], options: Options): Promise<void> {
  const unknown = names.filter((name) => !(name in scripts));
  if (names.length === 0 || unknown.length > 0)
    throw new Error(`npm run bench -- <script>...; scripts are ${Object.keys(scripts).join(', ')}, or all`);
  console.log(await machine());
  for (const name of names) printVerdicts(await run(name, options));
}

async function run(name: string, options: Options): Promise<Verdict[]> {
  const stage = await Stage.open();
  const end = (reason: string) => {
    console.error(reason);
    void stage.close().finally(() => process.exit(1));
  };
  const interrupted = () => end('interrupted');
  const limit = setTimeout(end, LIMIT_MS, `${name} has not ended within ${LIMIT_MS / 60_000} minutes`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);
  try {
    return await scripts[name]!(stage, options);
  } finally {
    clearTimeout(limit);
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupted);
    await stage.close();
  }
}

const asked = process.argv.slice(2).filter((argument) => argument !== '--quick');
const options = { quick: process.argv.includes('--quick') };
main(asked.includes('all') ? Object.keys(scripts) : asked, options).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
