import { segmentHas } from './filter-segment';
import { keyOfPassword, segmentOf } from './hash-key';

/** A breach list in memory: 3.25 to 3.5 bytes for each password. It takes about one absent password in a million for one of the list. */
export class BreachFilter {
  /** @param segments `SEGMENTS` of them, in order */
  constructor(private readonly segments: readonly Buffer[]) {}

  get bytes(): number {
    return this.segments.reduce((sum, { length }) => sum + length, 0);
  }

  has(password: string): boolean {
    return this.hasKey(keyOfPassword(password));
  }

  hasKey(key: number): boolean {
    return segmentHas(this.segments[segmentOf(key)]!, key);
  }
}
