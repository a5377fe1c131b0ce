import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** Of Node, and not in its types. */
interface ModuleInternals {
  _extensions: Record<string, (module: NodeJS.Module, path: string) => void>;
  enableCompileCache?: (folder: string) => void;
}

const BUNDLE = join(__dirname, '../../bundle');
/** The service and the commands need different functions of the same files, so each program has its own. */
const PROGRAM = basename(process.argv[1] ?? '', '.cjs');
const SUFFIX = `${PROGRAM}.${process.version}-${process.arch}.cache`;
/** After its file was loaded. By then all that a start needs is compiled; milliseconds. */
const COMPLETE_AFTER_MS = 5000;

/** By the path of what is to be written. */
const compiled = new Map<string, Script>();

/** What V8 has compiled is kept beside the bundle. Node 22 has that built in; on Node 20 it saves a start 1 s of CPU time. */
function enableCompileCache({ _extensions: loaders, enableCompileCache: builtIn }: ModuleInternals): void {
  if (builtIn) return builtIn(join(BUNDLE, 'cache'));
  loaders['.cjs'] = compileWithCache;
  // Most commands are shorter. A service that ends so early has not started.
  if (PROGRAM !== 'service') process.once('exit', () => [...compiled.keys()].forEach(keep));
}

function compileWithCache(module: NodeJS.Module, path: string): void {
  const cachePath = `${path}.${SUFFIX}`;
  const cachedData = readCache(cachePath);
  const script = new Script(Module.wrap(readFileSync(path, 'latin1')), { filename: path, cachedData });
  if (!cachedData || script.cachedDataRejected) {
    compiled.set(cachePath, script);
    setTimeout(keep, COMPLETE_AFTER_MS, cachePath).unref();
  }
  script.runInThisContext().call(module.exports, module.exports, createRequire(path), module, path, dirname(path));
}

function keep(cachePath: string): void {
  const script = compiled.get(cachePath);
  if (compiled.delete(cachePath)) writeCache(cachePath, script!.createCachedData());
}

function readCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function writeCache(path: string, data: Buffer): void {
  const next = `${path}-${process.pid}`;
  try {
    writeFileSync(next, data);
    renameSync(next, path);
  } catch {
    // Nothing depends on it; the folder may be read-only.
  }
}

enableCompileCache(Module as unknown as ModuleInternals);
