import { AcknowledgedRefreshGenerationsWriter } from '#sessions';
import fc from 'fast-check';
import type { TestUser } from '../support/test-users';
import { type Delivery, RefreshTheftSimulation } from '../support/refresh-theft-simulation';
import { type TwoApps, twoApps } from '../support/two-apps';
import { waitFor } from '../support/wait-for';
import { settleAudit } from '../support/settle-audit';

/** 2,000 in the nightly form: `REFRESH_RUNS=2000 npm test -- test/account/refresh-theft.spec.ts`. */
const RUNS = Number(process.env.REFRESH_RUNS ?? 30);
const STEPS = { minLength: 5, maxLength: 25 };
const DAY = 86_400;

const step = fc.record({
  kind: fc.constantFrom('refresh', 'refresh', 'refresh', 'call', 'call', 'sleep', 'sleep', 'flush', 'copy'),
  by: fc.constantFrom('client', 'client', 'thief'),
  process: fc.nat(1),
  delivery: fc.constantFrom<Delivery>('arrives', 'arrives', 'lost', 'stolen'),
  // No sum of them comes near 10 s.
  seconds: fc.constantFrom(7, 7, 3600, DAY, 12 * DAY),
  age: fc.constantFrom(0, 0, 1, 2),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The same without a thief. */
const honestStep = step.map<Step>((each) => ({
  ...each,
  by: 'client',
  kind: each.kind === 'copy' ? 'call' : each.kind,
  delivery: each.delivery === 'stolen' ? 'lost' : each.delivery,
}));

describe('refresh tokens of a client that loses answers and sleeps', () => {
  let apps: TwoApps;
  let person: TestUser;
  beforeAll(async () => {
    apps = await twoApps();
    const newcomer = await apps.one.as.unverifiedUser();
    await apps.one.db.query('UPDATE users SET email_verified = true WHERE id = $1', [newcomer.id]);
    person = newcomer;
    // What was seen is written when a step says so.
    for (const writer of writers()) await writer.beforeApplicationShutdown();
  });
  afterAll(() => apps.close());

  const writers = () => [apps.one, apps.other].map(({ app }) => app.get(AcknowledgedRefreshGenerationsWriter));

  const holders = async () =>
    new RefreshTheftSimulation(apps.one.db, [apps.one.http, apps.other.http], await apps.one.as.signIn(person));

  async function flush(both: RefreshTheftSimulation, process: number): Promise<void> {
    await writers()[process]!.flush();
    both.model.flush(process);
  }

  async function take(
    both: RefreshTheftSimulation,
    { kind, by, process, delivery, seconds, age }: Step,
  ): Promise<void> {
    if (kind === 'sleep') both.model.sleep(seconds);
    else if (kind === 'flush') await flush(both, process);
    else if (kind === 'copy') both.copy();
    else if (kind === 'call') await (by === 'client' ? both.clientCalls(process) : both.thiefCalls(process, age));
    else await (by === 'client' ? both.clientRefreshes(process, delivery) : both.thiefRefreshes(process, age));
  }

  /** Time enough for everything that was seen to be known, and for no second tab to be meant. */
  async function later(both: RefreshTheftSimulation): Promise<void> {
    for (const process of [0, 1]) await flush(both, process);
    both.model.sleep(11);
  }

  const reuses = async ({ sessionId }: RefreshTheftSimulation): Promise<number> => {
    await settleAudit(apps.one.db);
    const [row] = await apps.one.db.query(
      `SELECT count(*)::int AS reuses FROM audit_log
       WHERE action = 'session.refresh_token_reuse' AND details->>'session_id' = $1`,
      [sessionId],
    );
    return row.reuses;
  };

  it('are never taken for stolen while there is no thief', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(honestStep, STEPS), async (steps) => {
        const both = await holders();
        for (const each of steps) {
          await take(both, each);
          // 30 days of silence end any session.
          if (both.model.idleLeft <= 0) break;
          expect(both.model.alive).toBe(true);
        }
        if (both.model.idleLeft > 0) expect(await both.clientRefreshes(0)).toBe('rotated');
        expect(await reuses(both)).toBe(0);
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('get a thief nowhere once both have used what they have: the session ends, with all its tokens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, STEPS), async (steps) => {
        const both = await holders();
        for (const each of steps) await take(both, each);
        if (!both.thiefHasSome) both.copy();
        for (const at of [0, 1]) {
          await both.clientRefreshes(at);
          await both.clientCalls(at);
          await later(both);
          await both.thiefRefreshes(at);
          await both.thiefCalls(at);
          await later(both);
        }
        const { alive, idleLeft } = both.model;
        expect(alive && idleLeft > 0).toBe(false);
        expect(await reuses(both)).toBe(alive ? 0 : 1);
        const dead = async () => (await both.statuses()).size === 1 && (await both.statuses()).has(401);
        if (!alive) await waitFor(dead, 'every token is refused everywhere');
      }),
      { numRuns: RUNS },
    );
  }, 600_000);
});
