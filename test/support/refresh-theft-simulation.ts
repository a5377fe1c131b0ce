import type { DataSource } from 'typeorm';
import type { HttpClient } from './http-client';
import { claimsOf } from './jwt';
import type { TestUser } from './test-users';
import { type Outcome, RefreshModel } from './refresh-model';

interface Pair {
  access: string;
  refresh: string;
}

/** Where the answer to a refresh goes. */
export type Delivery = 'arrives' | 'lost' | 'stolen';

const outcomes: Record<string, Outcome> = {
  invalid_refresh_token: 'invalid',
  refresh_token_reused: 'reused',
};

/**
 * A client, and a thief who copies its tokens, on one session of a service of two processes. Whatever they do is done
 * over HTTP and held against the model; the model's clock is put into the session's row before each refresh.
 */
export class RefreshTheftSimulation {
  readonly model = new RefreshModel();
  readonly sessionId: string;
  /** Of each generation the tokens that were issued last. */
  private readonly pairs: Pair[];
  /** The generations that each of them has; the client keeps the newest alone. */
  private client = 0;
  private readonly stolen = new Set<number>();

  constructor(
    private readonly db: DataSource,
    private readonly processes: HttpClient[],
    { access, refresh }: TestUser,
  ) {
    this.pairs = [{ access, refresh }];
    this.sessionId = claimsOf(access).sid;
  }

  get thiefHasSome(): boolean {
    return this.stolen.size > 0;
  }

  copy(): void {
    this.stolen.add(this.client);
  }

  async clientRefreshes(process: number, delivery: Delivery = 'arrives'): Promise<Outcome> {
    const outcome = await this.refresh(this.client, process);
    if (outcome === 'rotated' && delivery === 'arrives') this.client++;
    else if (outcome === 'rotated' && delivery === 'stolen') this.stolen.add(this.client + 1);
    return outcome;
  }

  /** @param age 0 for the newest token that the thief has, and so on */
  async thiefRefreshes(process: number, age = 0): Promise<Outcome | undefined> {
    const generation = this.stolenAt(age);
    if (generation === undefined) return undefined;
    const outcome = await this.refresh(generation, process);
    if (outcome === 'rotated') this.stolen.add(generation + 1);
    return outcome;
  }

  clientCalls(process: number): Promise<void> {
    return this.call(this.client, process);
  }

  async thiefCalls(process: number, age = 0): Promise<void> {
    const generation = this.stolenAt(age);
    if (generation !== undefined) await this.call(generation, process);
  }

  /** Every token that there ever was, access and refresh, on every process. */
  async statuses(): Promise<Set<number>> {
    const statuses = new Set<number>();
    for (const http of this.processes)
      for (const { access: token, refresh } of this.pairs) {
        statuses.add((await http.get('/api/profile', { token })).status);
        statuses.add((await http.post('/api/token/refresh', { refresh })).status);
      }
    return statuses;
  }

  private stolenAt(age: number): number | undefined {
    const newestFirst = [...this.stolen].sort((a, b) => b - a);
    return newestFirst[Math.min(age, newestFirst.length - 1)];
  }

  private async refresh(generation: number, process: number): Promise<Outcome> {
    await this.setClock();
    const expected = this.model.refresh(generation, process);
    const { status, body } = await this.processes[process]!.post('/api/token/refresh', {
      refresh: this.pairs[generation]!.refresh,
    });
    expect(status === 200 ? 'rotated' : outcomes[body.code]).toBe(expected);
    if (expected !== 'rotated') return expected;
    // Generations are not skipped, and of each there is one refresh token.
    if (this.pairs[generation + 1]) expect(body.refresh).toBe(this.pairs[generation + 1]!.refresh);
    this.pairs[generation + 1] = body;
    return expected;
  }

  private async call(generation: number, process: number): Promise<void> {
    if (!this.model.alive || !this.model.isFresh(generation)) return;
    const { status } = await this.processes[process]!.get('/api/profile', { token: this.pairs[generation]!.access });
    expect(status).toBe(200);
    this.model.call(generation, process);
  }

  private async setClock(): Promise<void> {
    const { age, idleLeft, left } = this.model;
    await this.db.query(
      `UPDATE sessions
       SET rotated_at = now() - make_interval(secs => $2), refresh_expires_at = now() + make_interval(secs => $3),
           expires_at = now() + make_interval(secs => $4)
       WHERE id = $1`,
      [this.sessionId, age, idleLeft, left],
    );
  }
}
