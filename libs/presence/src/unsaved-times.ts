/** The latest time of each id, in milliseconds since 1970, buffered until it is written in a batch. */
export class UnsavedTimes {
  private times = new Map<string, number>();

  record(id: string, at: number): void {
    this.times.set(id, Math.max(at, this.times.get(id) ?? 0));
  }

  /** Returns and clears what is not saved yet. Call `restore` if saving fails. */
  drain(): Map<string, number> {
    const taken = this.times;
    this.times = new Map();
    return taken;
  }

  /** Times recorded since `drain` stay if they are later. */
  restore(taken: ReadonlyMap<string, number>): void {
    for (const [id, at] of taken) this.record(id, at);
  }
}
