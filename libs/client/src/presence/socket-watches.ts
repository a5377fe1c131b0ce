import { jittered, later } from '../platform/timers.js';
import { MAX_WATCHED, type PresenceInfo } from './presence-types.js';

/** Many components begin to watch at the same time: they become one message. */
const BATCH_MS = 50;
/** From one change to the next. The service takes 20 messages a second, then it closes the connection. */
const PAUSE_MS = 250;
const RETRY_MS = 2000;

interface Connection {
  readonly connected: boolean;
  send<T>(event: string, message: object): Promise<T>;
}

interface Watches {
  ids(): string[];
  get(id: string): PresenceInfo | undefined;
  receive(presence: PresenceInfo): void;
}

/** Makes the connection watch whom the list has. The server keeps no watches of a closed connection. */
export class SocketWatches {
  private sent = new Set<string>();
  private cancel: (() => void) | undefined;
  private sending = false;
  private changedMeanwhile = false;
  private pauseUntil = 0;

  constructor(
    private readonly socket: Connection,
    private readonly list: Watches,
  ) {}

  /** A new connection. The snapshots heal what was missed. */
  restart(): void {
    this.sent = new Set();
    this.pauseUntil = 0;
    this.stop();
    this.update(0);
  }

  update(delay = BATCH_MS): void {
    this.changedMeanwhile = true;
    this.cancel ??= later(
      () => {
        this.cancel = undefined;
        void this.send();
      },
      Math.max(delay, this.pauseUntil - Date.now()),
    );
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private async send(): Promise<void> {
    const { socket, list } = this;
    if (!socket.connected || this.sending) return;
    const { sent } = this;
    this.changedMeanwhile = false;
    const wanted = new Set(list.ids().slice(0, MAX_WATCHED));
    const gone = [...sent].filter((id) => !wanted.has(id));
    // Also those whom others have watched until a moment ago: what was known of them is forgotten.
    const added = [...wanted].filter((id) => !sent.has(id) || !list.get(id));
    if (gone.length + added.length === 0) return;
    this.sending = true;
    this.pauseUntil = Date.now() + PAUSE_MS;
    try {
      // First: they make room.
      if (gone.length > 0) await socket.send('unwatch', { user_ids: gone });
      gone.forEach((id) => sent.delete(id));
      if (added.length > 0) {
        const { presence } = await socket.send<{ presence: PresenceInfo[] }>('watch', { user_ids: added });
        added.forEach((id) => sent.add(id));
        presence.forEach((one) => list.receive(one));
      }
    } catch {
      // The connection broke, and the next one begins anew; or the service could not answer.
      this.update(jittered(RETRY_MS));
    } finally {
      this.sending = false;
      // On this connection or the next.
      if (sent !== this.sent || this.changedMeanwhile) this.update();
    }
  }
}
