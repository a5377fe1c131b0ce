import type { Channel } from '../platform/platform.js';
import type { SessionRecord } from './session-record.js';

/** How a session is stored, and how other tabs and workers are notified. */
export interface SessionSync {
  /** The newest record of this browser, `own` included. Only under the lock is it the last word. */
  newest(own: SessionRecord | undefined): Promise<SessionRecord | undefined>;
  /** Stores the record and sends it to the others. */
  save(record: SessionRecord): Promise<void>;
  /** Calls `listener` with what others saved. `own` is what they get when they ask. */
  listen(listener: (record: SessionRecord) => void, own: () => SessionRecord | undefined): void;
  close(): void;
}

export function parseRecord(text: string | null | undefined): SessionRecord | undefined {
  try {
    const record = JSON.parse(text ?? 'null') as SessionRecord | null;
    return record && typeof record.sessionId === 'string' ? record : undefined;
  } catch {
    return undefined;
  }
}

/** A channel may be closed by the browser, when the page is in the back-forward cache. */
export function post(channel: Channel | undefined, message: unknown): void {
  try {
    channel?.postMessage(message);
  } catch {
    // The others read the storage, or refresh themselves.
  }
}
