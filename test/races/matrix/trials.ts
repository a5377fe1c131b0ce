import { setTimeout as sleep } from 'node:timers/promises';
import { invariants } from './invariants';
import { type OperationName, operationNames, operationOf } from './operations';
import { Outcome } from './outcome';
import type { Stage, Subject } from './stage';

/** Lets two operations meet, each time at another moment. */
export class Trials {
  /** Milliseconds that each operation takes. */
  private readonly durations = new Map<OperationName, number>();

  private constructor(
    private readonly stage: Stage,
    private readonly seed: number,
    private readonly random: () => number,
  ) {}

  static async prepare(stage: Stage, seed: number): Promise<Trials> {
    const trials = new Trials(stage, seed, randomFrom(seed));
    for (const name of operationNames) trials.durations.set(name, await trials.durationOf(name));
    return trials;
  }

  /** @returns what must not be, with all that is needed to understand it */
  async run(first: OperationName, second: OperationName, slot: number): Promise<string[]> {
    const subject = await this.subjectFor([first, second], slot);
    // From "the second has just ended" to "the first has": they overlap in every way that they can.
    const from = -this.durations.get(second)!;
    const offset = from + this.random() * (this.durations.get(first)! - from);
    const start = async (name: OperationName, after: number) => {
      await sleep(after);
      return { name, answer: await operationOf(name).run(this.stage, subject) };
    };
    const results = await Promise.all([start(first, Math.max(0, -offset)), start(second, Math.max(0, offset))]);
    const outcome = new Outcome(subject, results);
    const faults: string[] = [];
    for (const look of invariants) faults.push(...(await look(this.stage, outcome)));
    return faults.map((fault) => `${fault} (${outcome.inWords()}; offset ${offset.toFixed(1)} ms, seed ${this.seed})`);
  }

  private async subjectFor(names: OperationName[], slot: number): Promise<Subject> {
    const subject = await this.stage.subject(slot);
    for (const name of new Set(names)) await operationOf(name).prepare?.(this.stage, subject);
    return subject;
  }

  private async durationOf(name: OperationName): Promise<number> {
    const subject = await this.subjectFor([name], 0);
    const start = performance.now();
    await operationOf(name).run(this.stage, subject);
    return performance.now() - start;
  }
}

/** Mulberry32: small, and the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
