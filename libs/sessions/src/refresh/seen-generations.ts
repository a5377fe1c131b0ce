import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** Many times what is new within a second; at about 100 bytes each, 5 MB at the most. */
const CAPACITY = 50_000;

/**
 * Which refresh tokens have arrived at their client: those whose access tokens were sent to this process. Kept here and
 * written in batches, at most once for each session and generation; what is forgotten for want of room is found out
 * later, from the next token.
 */
@Injectable()
export class SeenGenerations {
  private readonly newest: LRUCache<string, number>;
  private unsaved = new Map<string, number>();

  constructor(private readonly capacity: number = CAPACITY) {
    this.newest = new LRUCache({ max: capacity });
  }

  /** Generation 0 has no predecessor that could come back, so nobody asks whether it was seen. */
  note(sessionId: string, generation: number): void {
    if (generation <= this.newestOf(sessionId)) return;
    this.newest.set(sessionId, generation);
    this.save(sessionId, generation);
  }

  /** The newest generation of a session that was seen here; 0 where none is known. */
  newestOf(sessionId: string): number {
    return this.newest.get(sessionId) ?? 0;
  }

  /** Takes what has not been saved yet; `giveBack` it if saving fails. */
  drain(): Map<string, number> {
    const taken = this.unsaved;
    this.unsaved = new Map();
    return taken;
  }

  restore(taken: ReadonlyMap<string, number>): void {
    for (const [sessionId, generation] of taken) this.save(sessionId, generation);
  }

  private save(sessionId: string, generation: number): void {
    if (generation <= (this.unsaved.get(sessionId) ?? 0)) return;
    if (this.unsaved.size >= this.capacity) this.unsaved.delete(this.unsaved.keys().next().value!);
    this.unsaved.set(sessionId, generation);
  }
}
