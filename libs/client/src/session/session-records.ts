import {
  type EndedSession,
  type EndReason,
  isLive,
  isNewer,
  type LiveSession,
  type SessionRecord,
} from './session-record.js';
import { LOADING, type SessionState, StateStore } from './session-state.js';
import type { SessionSync } from './session-sync.js';

/** What this client knows of the session, what it shows of it, and what it shares with other tabs. */
export class SessionRecords {
  private readonly store = new StateStore<SessionState>(LOADING);
  private readonly watchers = new Set<(record: SessionRecord) => void>();
  private record: SessionRecord | undefined;

  readonly get = this.store.get;
  readonly subscribe = this.store.subscribe;

  constructor(private readonly sync: SessionSync) {
    sync.listen(
      (record) => this.take(record),
      () => this.record,
    );
  }

  get latest(): SessionRecord | undefined {
    return this.record;
  }

  /** Calls `watcher` with each new record. */
  watch(watcher: (record: SessionRecord) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  /** What other tabs have saved meanwhile. Only under the lock is it the last word. */
  async takeNewest(): Promise<void> {
    this.take(await this.sync.newest(this.record));
  }

  /** What is stored, a logout of before included. */
  async takeStored(): Promise<void> {
    const stored = await this.sync.newest(undefined);
    if (stored && !isLive(stored) && stored.pending) this.set(stored);
    else this.take(stored);
  }

  async save(record: SessionRecord): Promise<void> {
    // Two changes within a millisecond have an order, too.
    const next = { ...record, updatedAt: Math.max(record.updatedAt, (this.record?.updatedAt ?? 0) + 1) };
    this.set(next);
    await this.sync.save(next);
  }

  saveEnd({ sessionId }: LiveSession, ended: EndReason, pending?: EndedSession['pending']): Promise<void> {
    return this.save({ sessionId, ended, pending, updatedAt: Date.now() });
  }

  show(state: SessionState): void {
    this.store.set(Object.freeze(state));
  }

  close(): void {
    this.watchers.clear();
    this.sync.close();
  }

  private take(record: SessionRecord | undefined): void {
    if (record && record !== this.record && isNewer(record, this.record)) this.set(record);
  }

  private set(record: SessionRecord): void {
    this.record = record;
    if (!isLive(record)) this.show({ status: 'signed_out', endReason: record.ended });
    else if (record.user) this.show({ status: 'signed_in', user: record.user, permissions: record.permissions });
    for (const watcher of [...this.watchers]) watcher(record);
  }
}
