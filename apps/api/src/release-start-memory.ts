import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The first finds what the start left, the next ones return its pages to the system. */
const COLLECTIONS = 4;
const INTERVAL_MS = 3000;

/**
 * Collects what only the start needed: about 20 MB. V8 itself waits until the heap has grown by as much again, which it never
 * does in an idle process.
 */
export function releaseStartMemory(): void {
  const collect = garbageCollector();
  for (let n = 1; n <= COLLECTIONS; n++) setTimeout(collect, n * INTERVAL_MS).unref();
}

/** Compiled code is cached by V8's flags, so the flag is not left on. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  return collect;
}
