import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { AuthorizationSnapshot } from '../state/authorization-event';

/** The endpoints of the issuer that a service calls; for the specs of this library. */
export class FakeIssuer {
  /** Requests in order: `GET /path`. */
  readonly requests: string[] = [];
  jwks: object[] = [];
  /** While set, every response has this status. */
  failWith?: number;
  /** While set, no request is answered. */
  hangs = false;
  /** Requests that are not answered. */
  openRequests = 0;
  /** While set, a stream sends nothing. */
  silent = false;
  snapshot: AuthorizationSnapshot = { roles: [], changed_roles: [], ended_sessions: [], changed_claims: [] };
  private readonly streams = new Set<ServerResponse>();
  private tokens = 0;

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.answer(request, response));
  }

  static async open(): Promise<FakeIssuer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeIssuer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get openStreams(): number {
    return this.streams.size;
  }

  count(path: string): number {
    return this.requests.filter((request) => request.endsWith(path)).length;
  }

  send(type: string, data: object): void {
    for (const stream of this.streams) stream.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  disconnectAll(): void {
    for (const stream of this.streams) stream.destroy();
  }

  async close(): Promise<void> {
    this.disconnectAll();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${request.method} ${request.url}`);
    if (this.hangs) {
      this.openRequests++;
      return void response.once('close', () => this.openRequests--);
    }
    if (this.failWith) return void response.writeHead(this.failWith).end();
    if (request.url === '/.well-known/jwks.json') return json(response, { keys: this.jwks });
    if (request.url === '/oauth/token')
      return json(response, { access_token: `token-${++this.tokens}`, token_type: 'Bearer', expires_in: 600 });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    this.streams.add(response);
    response.once('close', () => this.streams.delete(response));
    if (!this.silent) response.write(`event: snapshot\ndata: ${JSON.stringify({ ...this.snapshot, stale_ms: 0 })}\n\n`);
  }
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
