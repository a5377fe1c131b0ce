import type { PresenceInfo, PresenceIoSocket } from '../presence/presence-types.js';

type Listener = (...values: unknown[]) => void;

interface SocketOptions {
  auth(handshake: (auth: { token?: string; device_type?: string }) => void): void;
}

/** A connection to the namespace `/presence`, and the service behind it. */
export class FakeSocket implements PresenceIoSocket {
  connected = false;
  active = false;
  /** The handshakes and messages, in their order. */
  readonly log: [string, unknown][] = [];
  readonly watched = new Set<string>();
  /** How the service sees users. */
  readonly statuses = new Map<string, PresenceInfo['status']>();
  /** The next handshakes are refused with this, or never answered. */
  refusal: { code: string } | 'unreachable' | undefined;
  /** An acknowledgement of these messages is an error. */
  readonly refusedMessages = new Map<string, string>();
  private readonly listeners = new Map<string, Listener[]>();

  constructor(private readonly options: SocketOptions) {}

  connect(): void {
    if (this.connected) return;
    this.options.auth((auth) => {
      this.log.push(['connect', auth]);
      setTimeout(() => this.handshake(), 20);
    });
  }

  disconnect(): void {
    this.drop('io client disconnect');
  }

  on(event: string, listener: (...values: never[]) => void): void {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener as Listener]);
  }

  timeout() {
    return {
      emitWithAck: (event: string, message: object) => this.acknowledge(event, message as { user_ids?: string[] }),
    };
  }

  /** An event of the service. */
  serve(event: string, value: unknown): void {
    for (const listener of this.listeners.get(event) ?? []) listener(value);
  }

  drop(reason = 'transport close'): void {
    if (!this.connected) return;
    this.connected = false;
    this.watched.clear();
    this.serve('disconnect', reason);
  }

  change(userId: string, status: PresenceInfo['status']): void {
    this.statuses.set(userId, status);
    if (this.watched.has(userId)) this.serve('presence', this.presenceOf(userId));
  }

  messages(event: string): unknown[] {
    return this.log.filter(([name]) => name === event).map(([, message]) => message);
  }

  private handshake(): void {
    if (this.refusal === 'unreachable') return this.serve('connect_error', new Error('websocket error'));
    if (this.refusal) return this.serve('connect_error', Object.assign(new Error(), { data: this.refusal }));
    this.connected = true;
    this.serve('connect', undefined);
  }

  private async acknowledge(event: string, message: { user_ids?: string[] }): Promise<unknown> {
    if (!this.connected) throw new Error('not connected');
    this.log.push([event, message]);
    const code = this.refusedMessages.get(event);
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (code) return { error: { code, status: 400 } };
    if (event === 'watch') {
      message.user_ids!.forEach((id) => this.watched.add(id));
      return { presence: message.user_ids!.map((id) => this.presenceOf(id)) };
    }
    if (event === 'unwatch') message.user_ids!.forEach((id) => this.watched.delete(id));
    return {};
  }

  private presenceOf(user_id: string): PresenceInfo {
    const status = this.statuses.get(user_id) ?? 'offline';
    return { user_id, status, is_online: status !== 'offline', text: null, last_seen: null, devices: [] };
  }
}
