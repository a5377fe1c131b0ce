import { setTimeout as sleep } from 'node:timers/promises';
import { type RawData, WebSocket } from 'ws';

const NAMESPACE = '/presence';
/** Connections of a killed process count until its lease ends. */
const FULL_MS = 1000;
const BACK_AFTER_MS = 200;

/** Receives events by name, and `close` each time that the connection is lost. */
export type Listener = (event: string, value?: unknown) => void;

/**
 * As little of a Socket.IO client as the protocol allows (Engine.IO 4, Socket.IO 5, WebSocket alone): the load and the
 * service share the machine, and socket.io-client takes as much of it as the service does.
 */
export class LightClient {
  private socket?: WebSocket;
  private ended = false;
  private backAfterMs = BACK_AFTER_MS;
  private acks = new Map<number, (value: unknown) => void>();
  private coming?: { resolve(): void; reject(error: Error): void };

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly listener: Listener = () => undefined,
  ) {}

  /** Until it is in the namespace, however many tries that takes. @throws what the service refuses it with */
  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.coming = { resolve, reject };
      this.open();
    });
  }

  ask(message: string, value: object): Promise<unknown> {
    const id = this.acks.size + 1;
    return new Promise((resolve) => {
      this.acks.set(id, resolve);
      this.socket!.send(`42${NAMESPACE},${id}${JSON.stringify([message, value])}`);
    });
  }

  /** As if the network was gone; until it is back. */
  cut(backAfterMs: number): Promise<void> {
    this.backAfterMs = backAfterMs;
    this.socket?.terminate();
    return new Promise((resolve, reject) => (this.coming = { resolve, reject }));
  }

  /** As if the network was gone, for good. */
  lose(): void {
    this.ended = true;
    this.socket?.terminate();
  }

  /** Leaves the namespace first: a clean disconnect. */
  close(): void {
    this.ended = true;
    this.socket?.send(`41${NAMESPACE},`);
    this.socket?.close();
  }

  private open(): void {
    const socket = new WebSocket(`${this.url}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
    this.socket = socket;
    socket.on('message', (data: RawData) => this.onPacket(String(data)));
    // It closes after this.
    socket.on('error', () => undefined);
    socket.on('close', () => void this.closed());
  }

  private async closed(): Promise<void> {
    this.listener('close');
    await this.again(this.backAfterMs);
  }

  private async again(ms: number): Promise<void> {
    await sleep(ms);
    if (!this.ended) this.open();
  }

  private onPacket(packet: string): void {
    if (packet === '2') return this.socket!.send('3');
    if (packet.startsWith('0')) return this.socket!.send(`40${NAMESPACE},${JSON.stringify({ token: this.token })}`);
    const [, type, id, body] = /^4(\d)\/presence,(\d*)(.*)$/s.exec(packet) ?? [];
    const value: unknown = body ? JSON.parse(body) : undefined;
    if (type === '0') this.coming?.resolve();
    else if (type === '1') this.ended = true;
    else if (type === '2') this.listener(...(value as [string, unknown]));
    else if (type === '3') this.acks.get(Number(id))?.((value as unknown[])[0]);
    else if (type === '4') this.refused(value as { message: string; data: { code: string } });
  }

  private refused({ message, data }: { message: string; data: { code: string } }): void {
    this.socket!.removeAllListeners('close').close();
    if (data.code === 'too_many_connections') void this.again(FULL_MS);
    else this.coming?.reject(new Error(message));
  }
}
