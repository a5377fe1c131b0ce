import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';

/** What of Engine.IO's connections is used here. */
export interface EngineConnection extends EventEmitter {
  request: IncomingMessage | null;
  close(discard?: boolean): void;
}

/** Ends the place that a connection takes; once more does nothing. */
type Release = () => void;

/**
 * Connections from their first request until they join a namespace; until then they are unauthenticated. Their number
 * per address and the time of each are limited.
 */
export class PendingConnections {
  private readonly perAddress = new Map<string, number>();
  private readonly releases = new WeakMap<object, Release>();
  size = 0;

  constructor(
    private readonly limit: number,
    private readonly timeoutMs: number,
  ) {}

  /** @returns whether there is room for one more of that address */
  tryAdd(request: IncomingMessage, address: string): boolean {
    const count = this.perAddress.get(address) ?? 0;
    if (count >= this.limit) return false;
    this.perAddress.set(address, count + 1);
    this.size++;
    const { socket } = request;
    const place = once(() => {
      // It may carry many requests, one after the other.
      socket.off('close', place);
      this.decrement(address);
    });
    this.releases.set(request, place);
    // The client may disconnect before Engine.IO has a connection; only the TCP socket reports that.
    socket.once('close', place);
    return true;
  }

  /** It was refused after all. */
  onRefused(request: IncomingMessage): void {
    this.release(request);
  }

  /** Its handshake is done. Who is not in time is closed, whatever may still wait to be sent. */
  onConnected(connection: EngineConnection): void {
    const { request } = connection;
    const place = request && this.releases.get(request);
    if (!request || !place) return;
    request.socket.off('close', place);
    const timer = setTimeout(() => connection.close(true), this.timeoutMs).unref();
    this.releases.set(connection, () => {
      clearTimeout(timer);
      place();
    });
    connection.once('close', () => this.release(connection));
  }

  onJoined(connection: EngineConnection): void {
    this.release(connection);
  }

  private release(place: object): void {
    this.releases.get(place)?.();
    this.releases.delete(place);
  }

  private decrement(address: string): void {
    this.size--;
    const count = this.perAddress.get(address)! - 1;
    if (count > 0) this.perAddress.set(address, count);
    else this.perAddress.delete(address);
  }
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
