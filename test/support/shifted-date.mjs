// Loaded before a program (`node --import`): its `Date` is ahead by the seconds that stand in `CLOCK_OFFSET_FILE`, read again all
// the time. Timers and `performance` go on as they are, as when the clock of a machine is set.
import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

let offset = 0;
const read = () => (offset = Number(readFileSync(process.env.CLOCK_OFFSET_FILE, 'utf8')) * 1000);
read();
setInterval(read, 20).unref();

const now = () => Reflect.apply(real.now, real, []) + offset;
const real = Date;
globalThis.Date = new Proxy(real, {
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  construct: (target, values, made) => Reflect.construct(target, values.length > 0 ? values : [now()], made),
  apply: () => new Date().toString(),
});
