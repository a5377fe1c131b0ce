import { jittered, later } from '../platform/timers.js';
import { MAX_WATCHED, type PresenceInfo } from './presence-types.js';

/** Many components begin to watch at the same time: they become one message. */
const BATCH_MS = 50;
const RETRY_MS = 2000;

interface Connection {
  readonly connected: boolean;
  send<T>(event: string, message: object): Promise<T>;
}

/** Makes the connection watch whom the list has. The server forgets it with each connection. */
export class SocketWatches {
  private sent = new Set<string>();
  private cancel: (() => void) | undefined;
  private sending = false;

  constructor(
    private readonly socket: Connection,
    private readonly ids: () => string[],
    private readonly receive: (presence: PresenceInfo) => void,
  ) {}

  /** A new connection. The snapshots heal what was missed. */
  restart(): void {
    this.sent = new Set();
    this.update(0);
  }

  update(delay = BATCH_MS): void {
    this.cancel ??= later(() => {
      this.cancel = undefined;
      void this.send();
    }, delay);
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private async send(): Promise<void> {
    const { socket } = this;
    if (!socket.connected || this.sending) return;
    const { sent } = this;
    const wanted = new Set(this.ids().slice(0, MAX_WATCHED));
    const gone = [...sent].filter((id) => !wanted.has(id));
    const added = [...wanted].filter((id) => !sent.has(id));
    if (gone.length + added.length === 0) return;
    this.sending = true;
    try {
      // First: they make room.
      if (gone.length > 0) await socket.send('unwatch', { user_ids: gone });
      gone.forEach((id) => sent.delete(id));
      if (added.length > 0) {
        const { presence } = await socket.send<{ presence: PresenceInfo[] }>('watch', { user_ids: added });
        added.forEach((id) => sent.add(id));
        presence.forEach(this.receive);
      }
    } catch {
      // The connection broke, and the next one begins anew; or the service could not answer.
      this.update(jittered(RETRY_MS));
    } finally {
      this.sending = false;
      // What has changed meanwhile, on this connection or the next.
      if (sent !== this.sent || this.hasChanged(wanted)) this.update();
    }
  }

  private hasChanged(wanted: Set<string>): boolean {
    const now = this.ids().slice(0, MAX_WATCHED);
    return now.length !== wanted.size || now.some((id) => !wanted.has(id));
  }
}
