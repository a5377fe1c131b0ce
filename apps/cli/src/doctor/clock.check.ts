import { MAX_CLOCK_SKEW } from '#auth';
import { clockSkewOf } from '#platform';
import type { Check } from './check';
import { fail, ok, warn } from './finding';

const SAMPLES = 3;
/** The threshold of the alert on `database_clock_skew_seconds` in `deploy/monitoring/alerts.yml`. */
const WARN_SECONDS = 2;

export const clockCheck: Check = {
  name: 'clock',
  async run(context) {
    const source = await context.database();
    const samples = [];
    for (let n = 0; n < SAMPLES; n++) samples.push(await clockSkewOf(source));
    // The fastest answer leaves the least room.
    const { skew } = samples.reduce((best, next) => (next.took < best.took ? next : best));
    const found = `this machine is ${Math.abs(skew).toFixed(2)} s ${skew < 0 ? 'behind' : 'ahead of'} the database`;
    const action = 'Synchronize both clocks by NTP.';
    if (Math.abs(skew) > MAX_CLOCK_SKEW) return [fail(found, action)];
    return [Math.abs(skew) > WARN_SECONDS ? warn(found, action) : ok(found)];
  },
};
