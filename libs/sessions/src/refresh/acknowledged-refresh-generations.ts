import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** Many times the new ones of one second; at about 100 bytes each, 5 MB at most. */
const CAPACITY = 50_000;

/**
 * The refresh tokens that have reached their client: a token of the same generation was presented to this process. Kept
 * in memory and written in batches, at most once for each session and generation. An evicted entry is recorded again
 * with the next token.
 */
@Injectable()
export class AcknowledgedRefreshGenerations {
  private readonly newest: LRUCache<string, number>;
  private unsaved = new Map<string, number>();

  constructor(private readonly capacity: number = CAPACITY) {
    this.newest = new LRUCache({ max: capacity });
  }

  /** Generation 0 has no predecessor that could be reused, so it is not recorded. */
  record(sessionId: string, generation: number): void {
    if (generation <= this.highestOf(sessionId)) return;
    this.newest.set(sessionId, generation);
    this.save(sessionId, generation);
  }

  /** The highest generation of a session that was presented here; 0 if none is known. */
  highestOf(sessionId: string): number {
    return this.newest.get(sessionId) ?? 0;
  }

  /** Returns and clears the unsaved entries; `restore` returns them if saving fails. */
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
