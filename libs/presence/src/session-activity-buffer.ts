import { Injectable } from '@nestjs/common';

/** Time of the last request of each session, in milliseconds since 1970. Buffered until it is written in batches. */
@Injectable()
export class SessionActivityBuffer {
  private unsaved = new Map<string, number>();

  recordRequest(sessionId: string, now = Date.now()): void {
    this.unsaved.set(sessionId, now);
  }

  /** Returns and clears what is not saved yet. Call `restore` if saving fails. */
  drain(): Map<string, number> {
    const taken = this.unsaved;
    this.unsaved = new Map();
    return taken;
  }

  restore(taken: ReadonlyMap<string, number>): void {
    for (const [sessionId, at] of taken) this.unsaved.set(sessionId, Math.max(at, this.unsaved.get(sessionId) ?? 0));
  }
}
