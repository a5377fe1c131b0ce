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
    return parseRecord(await this.storage.get(this.key)) ?? own;
  }

  async save(record: SessionRecord): Promise<void> {
    await this.storage.set(this.key, JSON.stringify(record));
    post(this.channel, CHANGED);
  }

  listen(listener: (record: SessionRecord) => void): void {
    const read = async () => {
      const record = await this.newest(undefined);
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
}
