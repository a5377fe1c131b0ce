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

/** What is left of a connection's packets: full at first, and again after a silence of BURST / PACKETS_PER_SECOND. */
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
 * Counts every packet of a connection, whoever sends it and whatever it is: namespaces that there are not, tries of
 * another transport, WebSocket's own pings. Each costs an answer. Who sends too many is cut off, and what has come
 * together with the last one is not looked at.
 */
export function limitPackets(transport: Transport, onFlood: () => void, bucket = new PacketTokenBucket()): void {
  const socket = transport.socket;
  let isFlooding = false;
  const isAllowed = (bytes: number) => {
    if (isFlooding || bucket.tryConsume(bytes)) return !isFlooding;
    isFlooding = true;
    onFlood();
    // Engine.IO's connection goes with its transport; one that is only being tried may have nobody.
    if (transport.listenerCount('error') > 0) transport.emit('error', new Error('too many packets'));
    socket?.terminate();
    return false;
  };
  const handle = transport.onPacket.bind(transport);
  transport.onPacket = (packet) => isAllowed(packet.data?.length ?? 0) && handle(packet);
  for (const frame of ['ping', 'pong']) socket?.on(frame, ({ length }: Buffer) => isAllowed(length));
}
