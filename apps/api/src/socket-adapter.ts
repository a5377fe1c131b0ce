import cluster from 'node:cluster';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  askedLanguage,
  browserOrigins,
  languages,
  Metrics,
  problems,
  securityHeaders,
  type Settings,
  writeProblem,
} from '#platform';
import { type INestApplicationContext, Logger } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { MessageMappingProperties } from '@nestjs/websockets';
import { Namespace, Server, type ServerOptions, type Socket } from 'socket.io';
import { shareSocketSessions } from './cluster/socket-sessions';
import { ConnectionThrottle } from './connection-throttle';
import { CLOSE_GRACE, CLOSED, limitSockets, type WebSocketLike } from './socket-limits';

/** Messages are ids and short texts; a larger frame ends the connection. */
const MAX_FRAME = 64 * 1024;
/** Who has not come into a namespace by then is asked to close, and cut off after CLOSE_GRACE; milliseconds. */
const CONNECT_TIMEOUT = 10_000;
/** A client that vanished without a word is found within 25 s; milliseconds. */
const PING = { pingInterval: 15_000, pingTimeout: 10_000 };

/** A message of a client: its values, and at the end what answers it, if the client wants that. */
type Message = [...values: unknown[], ack: (answer: unknown) => void] | unknown[];

const logger = new Logger('Sockets');

/** Socket.IO on the server of the API. WebSocket and polling are both there; nothing is compressed. */
export class SocketAdapter extends IoAdapter {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly settings: Settings,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: Partial<ServerOptions>): Server {
    const origins = browserOrigins(this.settings);
    const throttle = new ConnectionThrottle();
    const server: Server = super.createIOServer(port, {
      ...options,
      ...PING,
      transports: ['websocket', 'polling'],
      // None but ours come here: see `UpgradeAwareRequest`.
      destroyUpgrade: false,
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: MAX_FRAME,
      connectTimeout: CONNECT_TIMEOUT,
      cors: { origin: origins, methods: ['GET', 'POST'], maxAge: 600 },
      allowRequest: (request, decide) =>
        isForeignOrigin(request, origins)
          ? decide(refuseForeignOrigin(request), false)
          : throttle.enqueue(request.socket, () => decide(null, true)),
    } as ServerOptions);
    server.engine.use(setHeaders);
    if (cluster.isWorker) shareSocketSessions(server, this.httpServer as HttpServer);
    limitSockets(server, this.settings, this.app.get(Metrics), CONNECT_TIMEOUT + CLOSE_GRACE);
    server.engine.on('connection', forgetRequest);
    // Only namespaces with a gateway have an authentication; this one is always there.
    server.use((_socket, next) =>
      next(Object.assign(new Error('There is no such namespace.'), { data: problems.not_found().getResponse() })),
    );
    return server;
  }

  /** As in `IoAdapter`, but with nothing kept for each socket and message that it does not need. */
  override bindMessageHandlers(socket: Socket, handlers: MessageMappingProperties[]): void {
    for (const { message, callback } of handlers)
      socket.on(String(message), (...values: Message) => {
        const last = values.at(-1);
        const ack = typeof last === 'function' ? (last as (answer: unknown) => void) : undefined;
        const data = values[0] === ack ? undefined : values[0];
        void Promise.resolve(callback(data, ack)).then((answer) => answer !== undefined && ack?.(answer));
      });
  }

  /** The HTTP server stays for its owner to close. Who does not answer the closing in time is cut off. */
  override async close(server: Server | Namespace): Promise<void> {
    if (server instanceof Namespace) return;
    const transports = Object.values(server.engine['clients'] as Record<string, Connection>).map(
      ({ transport }) => transport,
    );
    server.engine.close();
    if (transports.every(isClosed)) return;
    const end = performance.now() + CLOSE_GRACE;
    while (performance.now() < end && !transports.every(isClosed)) await sleep(20);
    for (const { socket } of transports) socket?.terminate();
  }
}

/** What of Engine.IO's connections is used here. */
interface Connection {
  /** A polling client has no socket. */
  transport: { socket?: WebSocketLike };
}

const isClosed = ({ socket }: Connection['transport']) => !socket || socket.readyState === CLOSED;

/**
 * A page of another site may not use its visitor's browser for a connection. Programs send no `Origin`, and are known
 * by their token like everybody.
 */
function isForeignOrigin({ headers }: IncomingMessage, origins: string[]): boolean {
  return headers.origin !== undefined && !origins.includes(headers.origin);
}

/** Engine.IO would answer 400 to a WebSocket that may not come in. */
function refuseForeignOrigin(request: IncomingMessage): string {
  const problem = problems.forbidden();
  logger.warn({ event: 'origin_refused', origin: request.headers.origin, ip: request.socket.remoteAddress });
  if (request.headers.upgrade) {
    writeProblem(problem, request.socket);
    request.socket.end();
  }
  return (problem.getResponse() as { detail: string }).detail;
}

/** What is left of a request, for the words of refusals: one object for all connections of a language. */
const requestIn = new Map(
  languages.map((language) => [language, { headers: { 'accept-language': language }, connection: {}, _query: {} }]),
);

/** Engine.IO would keep it, with its headers, as long as the connection. @see https://socket.io/docs/v4/memory-usage/ */
function forgetRequest(connection: { request: IncomingMessage | object | null }): void {
  const language = askedLanguage(connection.request as IncomingMessage);
  connection.request = language ? requestIn.get(language)! : null;
}

/** Fastify's hooks see nothing of these requests. */
function setHeaders(_request: IncomingMessage, response: ServerResponse, next: () => void): void {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  next();
}
