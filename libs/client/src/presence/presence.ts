import type { Api } from '../http/api-types.js';
import type { Platform } from '../platform/platform.js';
import { callAll } from '../platform/listeners.js';
import { later } from '../platform/timers.js';
import type { Session } from '../session/session.js';
import { Activity } from './activity.js';
import { PresencePolling } from './presence-polling.js';
import type { PresenceSocket } from './presence-socket.js';
import {
  type IoFunction,
  MAX_WATCHED,
  type OwnPresence,
  type PresenceInfo,
  type PresenceListener,
  type PresenceOptions,
  type SocketNotification,
  type StatusEdit,
} from './presence-types.js';
import { WatchList } from './watch-list.js';

/** After a lost connection others see a user for 8 s; then what is known is too old. */
const STALE_MS = 15_000;

/** Who is online. The connection is made with the first `watch`, `connect` or `onNotification`. */
export class Presence {
  private readonly list = new WatchList(() => this.onListChange());
  private readonly receive = (presence: PresenceInfo): void => this.list.receive(presence);
  private readonly polling: PresencePolling;
  private readonly activity: Activity;
  private readonly stopSession: () => void;
  private readonly notificationListeners = new Set<(notification: SocketNotification) => void>();
  private socket: PresenceSocket | undefined;
  private wanted = false;
  private opening = false;
  private cancelForget = () => {};

  constructor(
    private readonly url: string,
    private readonly api: Api,
    private readonly session: Session,
    private readonly platform: Platform,
    private readonly options: PresenceOptions,
  ) {
    this.polling = new PresencePolling(api, () => this.polledIds(), this.receive);
    this.activity = new Activity(platform, () => void this.reportActivity());
    this.stopSession = session.watch(() => this.update());
    platform.window?.addEventListener('online', this.wake);
    platform.document?.addEventListener('visibilitychange', this.wake);
  }

  /**
   * Calls `listener` with the presence of each of these users, and with each change. The returned function ends it. A user
   * is watched once, however many listeners there are.
   */
  watch(userIds: readonly string[], listener: PresenceListener): () => void {
    const unwatch = this.list.add(userIds, listener);
    this.connect();
    return unwatch;
  }

  /** What is known of a watched user. */
  get(userId: string): PresenceInfo | undefined {
    return this.list.get(userId);
  }

  /** The user is online while this client is connected and signed in. */
  connect(): void {
    this.wanted = true;
    this.update();
  }

  disconnect(): void {
    this.wanted = false;
    this.update();
  }

  /** `online` clears the status; an `invisible` user appears offline to others. */
  async setStatus(status: StatusEdit['status'], text?: string, until?: Date): Promise<OwnPresence> {
    const edit: StatusEdit = { status, ...(text && { text }), ...(until && { until: until.toISOString() }) };
    if (this.socket?.connected) return this.socket.send<OwnPresence>('status', edit);
    return this.api.PUT('/api/presence', { body: edit });
  }

  /** The user does something. In browsers it is noticed by itself. */
  noteActivity(): void {
    this.activity.note();
  }

  /** Notifications that come here, and to no device, while the user is online. */
  onNotification(listener: (notification: SocketNotification) => void): () => void {
    this.notificationListeners.add(listener);
    this.connect();
    return () => void this.notificationListeners.delete(listener);
  }

  close(): void {
    this.wanted = false;
    this.update();
    this.stopSession();
    this.activity.close();
    this.platform.window?.removeEventListener('online', this.wake);
    this.platform.document?.removeEventListener('visibilitychange', this.wake);
  }

  private update(): void {
    if (!this.wanted || !this.session.current()?.user) return this.stop();
    if (this.options.transport === 'rest') return this.polling.start();
    if (this.socket || this.opening) return;
    this.opening = true;
    void this.open().finally(() => (this.opening = false));
  }

  private async open(): Promise<void> {
    const loaded = await load(this.options.io);
    if (!this.wanted || !this.session.current()) return;
    if (!loaded) return this.polling.start();
    this.socket = new loaded.PresenceSocket(loaded.io, this.url, this.options.deviceType ?? 'web', this.session, {
      ids: () => this.list.ids,
      get: (id) => this.list.get(id),
      onConnect: () => this.onConnect(),
      onDisconnect: () => this.onDisconnect(),
      onUnavailable: () => this.polling.start(),
      onPresence: this.receive,
      onNotification: (notification) => callAll(this.notificationListeners, notification),
    });
    this.socket.connect();
  }

  private stop(): void {
    this.cancelForget();
    this.polling.stop();
    this.socket?.close();
    this.socket = undefined;
    this.list.forget();
  }

  private onConnect(): void {
    this.cancelForget();
    if (this.list.ids.length <= MAX_WATCHED) this.polling.stop();
    else this.polling.start();
    this.activity.note();
  }

  private onDisconnect(): void {
    this.cancelForget();
    this.cancelForget = later(() => {
      if (!this.socket?.connected && !this.polling.running) this.list.forget();
    }, STALE_MS);
  }

  private onListChange(): void {
    this.socket?.updateWatches();
    if (this.socket?.connected && this.list.ids.length > MAX_WATCHED) this.polling.start();
    this.polling.hurry();
  }

  /** A connection has a limit; the others are polled. */
  private polledIds(): string[] {
    return this.socket?.connected ? this.list.ids.slice(MAX_WATCHED) : this.list.ids;
  }

  private readonly wake = (): void => {
    if (this.platform.document?.visibilityState !== 'hidden') this.socket?.connect();
  };

  private async reportActivity(): Promise<void> {
    if (this.socket?.connected) await this.socket.send('activity', {}).catch(() => undefined);
  }
}

/** Only where presence is used. `undefined` without `socket.io-client`, which is optional. */
async function load(io?: IoFunction) {
  try {
    const [{ PresenceSocket }, module] = await Promise.all([
      import('./presence-socket.js'),
      io ? { io } : import('socket.io-client'),
    ]);
    return { PresenceSocket, io: module.io as unknown as IoFunction };
  } catch {
    return undefined;
  }
}
