const { default: Sequencer } = require('@jest/test-sequencer');

/** Without a cache jest knows no durations. Where one of these is started last, the other workers wait for it. */
const LONGEST = [
  'browser/console-accessibility',
  'races/matrix',
  'fuzz/openapi',
  'push/outage',
  'cli/import',
  'cli/doctor',
];

class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => LONGEST.some((name) => path.includes(`/test/${name}`));
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}

module.exports = LongestFirst;
