import type { Channel, Platform } from '../platform/platform.js';
import { within } from '../platform/timers.js';
import { isFresh, isLive, type LiveSession, type SessionRecord } from './session-record.js';
import { parseRecord, post, type SessionSync } from './session-sync.js';

/** A tab answers within a few milliseconds, one in the background a little later. */
const ANSWER_MS = 100;
const ASK = 'ask';

/**
 * `session: 'cookie'`: access tokens are only in memory, and tabs send them to each other. `localStorage` says when the
 * last one was obtained, not the token: whether it is worth asking the others.
 */
export class CookieSessionSync implements SessionSync {
  private readonly channel: Channel | undefined;
  private answered: ((record: SessionRecord) => void) | undefined;
  private stopListening = () => {};

  constructor(
    private readonly key: string,
    private readonly platform: Platform,
  ) {
    this.channel = platform.openChannel?.(key);
  }

  async newest(own: SessionRecord | undefined): Promise<SessionRecord | undefined> {
    const mark = this.readMark();
    if (!this.isWorthAsking(mark, own)) return mark && !isLive(mark) ? mark : own;
    const answer = new Promise<SessionRecord>((resolve) => (this.answered = resolve));
    post(this.channel, ASK);
    return (await within(answer, ANSWER_MS)) ?? own;
  }

  async save(record: SessionRecord): Promise<void> {
    post(this.channel, record);
    this.writeMark(record);
  }

  listen(listener: (record: SessionRecord) => void, own: () => SessionRecord | undefined): void {
    const { channel } = this;
    if (channel)
      channel.onmessage = ({ data }: MessageEvent<SessionRecord | typeof ASK>) => {
        if (data === ASK) return this.answer(own());
        listener(data);
        this.answered?.(data);
      };
    else this.listenToStorage(listener);
  }

  close(): void {
    this.channel?.close();
    this.stopListening();
  }

  private answer(own: SessionRecord | undefined): void {
    if (isLive(own) && isFresh(own, Date.now())) post(this.channel, own);
  }

  /** A worker has no `localStorage`: it always asks. */
  private isWorthAsking(mark: SessionRecord | undefined, own: SessionRecord | undefined): boolean {
    if (!this.channel) return false;
    if (!this.platform.localStorage) return true;
    if (!isLive(mark) || !isFresh(mark, Date.now())) return false;
    return !isLive(own) || own.obtainedAt < mark.obtainedAt;
  }

  /** Without a channel the tabs do not get the tokens of each other, but the end of the session. */
  private listenToStorage(listener: (record: SessionRecord) => void): void {
    const { window } = this.platform;
    const onStorage = ({ key }: Event & { key?: string | null }) => {
      const mark = key === this.key ? this.readMark() : undefined;
      if (mark && !isLive(mark)) listener(mark);
    };
    window?.addEventListener('storage', onStorage);
    this.stopListening = () => window?.removeEventListener('storage', onStorage);
  }

  private readMark(): SessionRecord | undefined {
    return parseRecord(this.platform.localStorage?.getItem(this.key));
  }

  private writeMark(record: SessionRecord): void {
    try {
      this.platform.localStorage?.setItem(this.key, JSON.stringify(isLive(record) ? withoutSecrets(record) : record));
    } catch {
      // It is full: the others ask.
    }
  }
}

function withoutSecrets({ sessionId, obtainedAt, expiresAt, updatedAt }: LiveSession): Omit<LiveSession, 'access'> {
  return { sessionId, obtainedAt, expiresAt, updatedAt };
}
