import type { EventEmitter } from 'node:events';

/** A client within its limits sends half as many: 20 messages a second, and answers to pings. */
const PACKETS_PER_SECOND = 40;
/** What a client may send at once, after a silence. */
const BURST = 100;
/** A packet counts as one, and as one more for each of these bytes. */
const BYTES_PER_TOKEN = 4096;

/** What of Engine.IO's transports is used here. */
export interface Transport extends EventEmitter {
  /** Called with each packet that has come. */
  onPacket(packet: { data?: string | Buffer }): unknown;
  /** That of the `ws` package; polling has none. */
  socket?: EventEmitter & { terminate(): void };
}

/** The token bucket of a connection's packets. It is full at first, and after BURST / PACKETS_PER_SECOND without one. */
export class PacketTokenBucket {
  private tokens = BURST;
  private refilledAt: number;

  /** @param now milliseconds */
  constructor(private readonly now = () => performance.now()) {
    this.refilledAt = now();
  }

  /** @returns whether there was as much left */
  tryConsume(bytes: number): boolean {
    const now = this.now();
    this.tokens = Math.min(BURST, this.tokens + ((now - this.refilledAt) * PACKETS_PER_SECOND) / 1000);
    this.refilledAt = now;
    this.tokens -= 1 + Math.floor(bytes / BYTES_PER_TOKEN);
    return this.tokens >= 0;
  }
}

/**
 * Counts every packet of a connection, authenticated or not: unknown namespaces, probes of another transport,
 * WebSocket's own pings. Each costs an answer. A connection over the limit is terminated, and the packets that arrived
 * together with the last one are dropped.
 */
export function limitPackets(transport: Transport, onFlood: () => void, bucket = new PacketTokenBucket()): void {
  const socket = transport.socket;
  let isFlooding = false;
  const isAllowed = (bytes: number) => {
    if (isFlooding || bucket.tryConsume(bytes)) return !isFlooding;
    isFlooding = true;
    onFlood();
    // Engine.IO closes the connection with its transport; a transport that is only probed may have no listener.
    if (transport.listenerCount('error') > 0) transport.emit('error', new Error('too many packets'));
    socket?.terminate();
    return false;
  };
  const handle = transport.onPacket.bind(transport);
  transport.onPacket = (packet) => isAllowed(packet.data?.length ?? 0) && handle(packet);
  for (const frame of ['ping', 'pong']) socket?.on(frame, ({ length }: Buffer) => isAllowed(length));
}
