import type { SourceRecord } from '../source-account';
import { UnreadableRecord } from './fields';
import type { ReadAccount } from './source';

/** A record that can't be read has faults; the others go on. */
export function recordOf(line: number, read: () => ReadAccount | undefined): SourceRecord {
  try {
    const account = read();
    return account ? { account: { line, ...account } } : { line, skipped: true };
  } catch (error) {
    if (error instanceof UnreadableRecord) return { line, faults: error.faults };
    throw error;
  }
}
