/** Seconds. */
export const GRACE = 10;
export const ACCESS_LIFE = 600;
export const IDLE_LIFE = 30 * 86_400;
export const SESSION_LIFE = 180 * 86_400;

export type Outcome = 'rotated' | 'reused' | 'invalid';

/** What the contract says of one session's refresh tokens, with a clock of its own and two processes. */
export class RefreshModel {
  current = 0;
  alive = true;
  /** Seconds since the last rotation, until the session ends unless refreshed, and until it ends in any case. */
  age = 0;
  idleLeft = IDLE_LIFE;
  left = SESSION_LIFE;
  /** The newest generation that each process has seen, and that all of them can know. */
  readonly seenBy = [0, 0];
  seen = 0;
  /** How old the newest access token of each generation is. */
  private readonly accessAges = new Map([[0, 0]]);

  sleep(seconds: number): void {
    this.age += seconds;
    this.idleLeft -= seconds;
    this.left -= seconds;
    for (const [generation, age] of this.accessAges) this.accessAges.set(generation, age + seconds);
  }

  refresh(generation: number, process: number): Outcome {
    if (!this.alive || this.idleLeft <= 0) return 'invalid';
    if (!this.accepts(generation, process)) {
      this.alive = false;
      return 'reused';
    }
    if (generation === this.current) {
      this.current++;
      this.age = 0;
    }
    this.idleLeft = Math.min(IDLE_LIFE, this.left);
    this.accessAges.set(this.current, 0);
    return 'rotated';
  }

  /** @returns whether the access token of this generation is still young enough to be used */
  isFresh(generation: number): boolean {
    return (this.accessAges.get(generation) ?? Infinity) < ACCESS_LIFE;
  }

  call(generation: number, process: number): void {
    this.seenBy[process] = Math.max(this.seenBy[process]!, generation);
  }

  /** A process writes what it has seen. */
  flush(process: number): void {
    if (this.seenBy[process] === this.current) this.seen = this.current;
  }

  private accepts(generation: number, process: number): boolean {
    if (generation === this.current) return true;
    if (generation < this.current - 1) return false;
    return this.age < GRACE || Math.max(this.seen, this.seenBy[process]!) < this.current;
  }
}
