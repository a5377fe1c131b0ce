import type { Channel, Platform } from '../platform/platform.js';
import type { SessionRecord } from './session-record.js';
import { parseRecord, post, type SessionSync } from './session-sync.js';
import type { SessionStorage } from './storage.js';

const CHANGED = 'changed';

/** `session: 'tokens'`: the tokens are in a storage. Where tabs share it, they notify each other of changes. */
export class StoredSessionSync implements SessionSync {
  private readonly channel: Channel | undefined;
  private stopListening = () => {};

  constructor(
    private readonly storage: SessionStorage,
    private readonly key: string,
    private readonly platform: Platform,
  ) {
    if (storage.shared) this.channel = platform.openChannel?.(key);
  }

  async newest(own: SessionRecord | undefined): Promise<SessionRecord | undefined> {
    try {
      return parseRecord(await this.storage.get(this.key)) ?? own;
    } catch (error) {
      if (own) return own;
      throw error;
    }
  }

  async save(record: SessionRecord): Promise<void> {
    await this.store(JSON.stringify(record));
    post(this.channel, CHANGED);
  }

  listen(listener: (record: SessionRecord) => void): void {
    const read = async () => {
      const record = await this.newest(undefined).catch(() => undefined);
      if (record) listener(record);
    };
    if (this.channel) this.channel.onmessage = () => void read();
    const onStorage = ({ key }: Event & { key?: string | null }) => {
      if (key === this.key) void read();
    };
    const { window } = this.platform;
    if (!this.storage.shared || !window) return;
    window.addEventListener('storage', onStorage);
    this.stopListening = () => window.removeEventListener('storage', onStorage);
  }

  close(): void {
    this.channel?.close();
    this.stopListening();
  }

  /** Where it is full or locked, the session goes on in memory. */
  private async store(text: string): Promise<void> {
    try {
      await this.storage.set(this.key, text);
    } catch {
      await this.forget();
    }
  }

  /** A refresh token of before would count as stolen at the next start. */
  private async forget(): Promise<void> {
    try {
      await this.storage.remove(this.key);
    } catch {
      // Neither is possible.
    }
  }
}
