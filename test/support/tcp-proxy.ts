import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between the service and a server that it needs, and plays a bad network. */
export class TcpProxy {
  private server?: Server;
  private port = 0;
  private isBlackholed = false;
  private readonly sockets = new Set<Socket>();

  private constructor(private target: URL) {}

  static async open(targetUrl: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(targetUrl));
    await proxy.forward();
    return proxy;
  }

  /** The target's URL, by way of the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }

  /** The same server elsewhere: it was restarted. */
  retarget(targetUrl: string): void {
    this.target = new URL(targetUrl);
  }

  /** New connections get through. Those that were swallowed stay dead, as when a firewall has forgotten them. */
  async forward(): Promise<void> {
    this.isBlackholed = false;
    if (this.server) return;
    this.server = createServer((client) => this.connected(client)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** All connections are cut, new ones are refused. */
  async disconnect(): Promise<void> {
    const closed = new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
    for (const socket of this.sockets) socket.destroy();
    await closed;
    this.server = undefined;
  }

  /** From now on nothing passes, and no connection is closed; new connections are accepted, and get no data. */
  blackhole(): void {
    this.isBlackholed = true;
    for (const socket of this.sockets) socket.unpipe().resume();
  }

  close(): Promise<void> {
    return this.disconnect();
  }

  private connected(client: Socket): void {
    this.keep(client);
    if (this.isBlackholed) return void client.resume();
    const server = connect(Number(this.target.port), this.target.hostname);
    this.keep(server);
    client.pipe(server).pipe(client);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
  }
}
