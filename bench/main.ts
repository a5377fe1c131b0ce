import 'reflect-metadata';
import { limitOf, scripts } from './scripts';
import { isQuick, names, USAGE } from './support/options';
import { machine, printVerdicts, type Verdict } from './support/report';
import { whatIsMissing } from './support/requirements';
import { runAll } from './support/run-all';
import { Stage } from './support/stage';

async function main(): Promise<void> {
  const known = Object.keys(scripts);
  const asked = names.includes('all') ? known : names;
  const unknown = asked.filter((name) => !known.includes(name));
  if (asked.length === 0 || unknown.length > 0)
    throw new Error(`npm run bench -- <script>... ${USAGE}; scripts are ${known.join(', ')}, or all`);
  if (asked.length > 1) return runAll(asked);
  const missing = whatIsMissing(asked[0]!);
  if (missing) throw new Error(`${asked[0]}: ${missing}`);
  if (!isQuick) console.log(await machine());
  printVerdicts(await run(asked[0]!));
}

async function run(name: string): Promise<Verdict[]> {
  const stage = await Stage.open();
  const end = (reason: string) => {
    console.error(reason);
    void stage.close().finally(() => process.exit(1));
  };
  const interrupted = () => end('interrupted');
  const minutes = limitOf(name);
  const limit = setTimeout(end, minutes * 60_000, `${name} has not ended within ${minutes} minutes`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);
  try {
    return await (
      await scripts[name]!()
    )(stage);
  } finally {
    clearTimeout(limit);
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupted);
    await stage.close();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
