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
 * Connections from their first request until they join a namespace: until then nobody knows whose they are. One address
 * has so many at the most, and each of them so much time.
 */
export class PendingConnections {
  private readonly perAddress = new Map<string, number>();
  private readonly places = new WeakMap<object, Release>();
  size = 0;

  constructor(
    private readonly limit: number,
    private readonly timeoutMs: number,
  ) {}

  /** @returns whether there is room for one more of that address */
  enter(request: IncomingMessage, address: string): boolean {
    const count = this.perAddress.get(address) ?? 0;
    if (count >= this.limit) return false;
    this.perAddress.set(address, count + 1);
    this.size++;
    this.places.set(
      request,
      once(() => this.left(address)),
    );
    // Until there is a connection the client may go away, and nobody else says so.
    request.socket.once('close', this.places.get(request)!);
    return true;
  }

  /** It was refused after all. */
  refused(request: IncomingMessage): void {
    this.release(request);
  }

  /** Its handshake is done. Who is not in time is closed, whatever may still wait to be sent. */
  connected(connection: EngineConnection): void {
    const { request } = connection;
    const place = request && this.places.get(request);
    if (!request || !place) return;
    request.socket.off('close', place);
    const timer = setTimeout(() => connection.close(true), this.timeoutMs).unref();
    this.places.set(connection, () => {
      clearTimeout(timer);
      place();
    });
    connection.once('close', () => this.release(connection));
  }

  joined(connection: EngineConnection): void {
    this.release(connection);
  }

  private release(place: object): void {
    this.places.get(place)?.();
    this.places.delete(place);
  }

  private left(address: string): void {
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
