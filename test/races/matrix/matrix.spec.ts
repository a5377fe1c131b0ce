import { AuditChain } from '#audit';
import { operationNames } from './operations';
import { AT_ONCE, Stage } from './stage';
import { Trials } from './trials';

/** `npm test` looks whether a pair is grossly wrong; the nightly form (`RACE_TRIES=200`) finds windows of a millisecond. */
const TRIES = Number(process.env.RACE_TRIES ?? 3);
/** Nothing here takes a second, but a busy machine does. */
const TIME = 30_000 + TRIES * 2000;
/** A regular expression: pairs whose names it matches, such as `ban × refresh`. */
const ONLY = new RegExp(process.env.RACE_PAIRS ?? '');

const pairs = operationNames
  .flatMap((first, n) => operationNames.slice(n).map((second) => [first, second] as const))
  .filter(([first, second]) => ONLY.test(`${first} × ${second}`));

describe('everything that changes an account, at the same moment as', () => {
  let stage: Stage;
  let trials: Trials;
  beforeAll(async () => {
    stage = await Stage.open();
    trials = await Trials.prepare(stage, Number(process.env.RACE_SEED ?? Date.now() % 1_000_000));
  }, TIME);
  afterEach(() => stage.forgetJobs());
  afterAll(async () => {
    const { brokenAt } = await stage.service(AuditChain).verify();
    await stage.close();
    expect(brokenAt).toBeUndefined();
  });

  it.each(pairs)(
    '%s × %s',
    async (first, second) => {
      for (let done = 0; done < TRIES; done += AT_ONCE) {
        const slots = Array.from({ length: Math.min(AT_ONCE, TRIES - done) }, (_, slot) => slot);
        const faults = await Promise.all(slots.map((slot) => trials.run(first, second, slot)));
        expect(faults.flat()).toEqual([]);
      }
    },
    TIME,
  );
});
