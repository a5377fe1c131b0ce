import { Injectable } from '@nestjs/common';

/** When each session last asked for something, in milliseconds since 1970: kept here until it is written, in batches. */
@Injectable()
export class SessionActivity {
  private unsaved = new Map<string, number>();

  touch(sessionId: string, now = Date.now()): void {
    this.unsaved.set(sessionId, now);
  }

  /** Takes what has not been saved yet; `giveBack` it if saving fails. */
  takeUnsaved(): Map<string, number> {
    const taken = this.unsaved;
    this.unsaved = new Map();
    return taken;
  }

  giveBack(taken: ReadonlyMap<string, number>): void {
    for (const [sessionId, at] of taken) this.unsaved.set(sessionId, Math.max(at, this.unsaved.get(sessionId) ?? 0));
  }
}
