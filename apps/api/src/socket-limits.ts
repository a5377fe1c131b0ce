import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  askedLanguage,
  clientNetwork,
  type Metrics,
  renderProblem,
  type Problem,
  problems,
  type Settings,
  writeProblem,
} from '#platform';
import type { Server } from 'socket.io';
import { limitPackets, type Transport } from './packet-limit';
import { type EngineConnection, PendingConnections } from './pending-connections';
import { clientAddressOf, parseTrustProxy } from './trusted-proxies';
import type { UpgradeAwareRequest } from './upgrade-requests';

/** Clients behind one address may come back together, a moment before each is known. */
const PENDING_PER_ADDRESS = 500;

/** From asking clients to close to cutting them off; milliseconds. */
export const CLOSE_GRACE = 1000;

/** That of the `ws` package. */
export interface WebSocketLike {
  readyState: number;
  terminate(): void;
}

export const CLOSED = 3;

/** As Engine.IO makes them: for each connection, and for each try of another transport. */
interface TransportFactory {
  createTransport(name: string, request: IncomingMessage): Transport;
}

/**
 * Limits of unauthenticated connections for each address, and of packets for each connection.
 * @param timeoutMs until when a connection must have joined a namespace
 */
export function limitSockets(server: Server, settings: Settings, metrics: Metrics, timeoutMs: number): void {
  const floods = metrics.counter('socket_floods_total', 'Connections closed because they sent too many packets.');
  const engine = server.engine as unknown as TransportFactory;
  const create = engine.createTransport.bind(engine);
  engine.createTransport = (name, request) => {
    const transport = create(name, request);
    limitPackets(transport, () => floods.inc());
    return transport;
  };

  const limit = Math.max(1, Math.floor(PENDING_PER_ADDRESS * settings.RATE_LIMIT_SCALE));
  const pending = new PendingConnections(limit, timeoutMs);
  const trust = parseTrustProxy(settings.TRUST_PROXY);
  metrics.gauge('socket_pending_connections', 'Connections that have joined no namespace yet.', () => pending.size);
  server.engine.use((request: EngineRequest, response: ServerResponse, next: () => void) => {
    const language = askedLanguage(request) ?? settings.DEFAULT_LANGUAGE;
    if (!isMethod(request.method)) return refuse(problems.not_found(), request, response, language);
    if (request._query.sid || pending.tryAdd(request, clientNetwork(clientAddressOf(request, trust)))) return next();
    refuse(problems.too_many_requests({ headers: { 'Retry-After': '1' } }), request, response, language);
  });
  server.engine.on('connection_error', ({ req }: { req: IncomingMessage }) => pending.onRefused(req));
  server.engine.on('connection', (connection: EngineConnection) => pending.onConnected(connection));
  server.engine.on('connection', endWithConnection);
  server.on('new_namespace', (namespace) =>
    namespace.on('connection', ({ conn }) => pending.onJoined(conn as unknown as EngineConnection)),
  );
}

/** A peer that does not answer the closing would keep its WebSocket, and may send on it, for 30 s. */
function endWithConnection(connection: EventEmitter & { transport: { socket?: WebSocketLike } }): void {
  connection.once('close', () => {
    const { socket } = connection.transport;
    if (socket && socket.readyState !== CLOSED) setTimeout(() => socket.terminate(), CLOSE_GRACE).unref();
  });
}

type EngineRequest = UpgradeAwareRequest & { _query: Record<string, string> };

/** Engine.IO would answer 500 to others. */
const isMethod = (method?: string) => method === 'GET' || method === 'POST';

/** The response to a request for a WebSocket writes nothing. */
function refuse(problem: Problem, request: UpgradeAwareRequest, response: ServerResponse, language: string): void {
  const { status, headers, body } = renderProblem(problem, language);
  if (!request.upgrade) return void response.writeHead(status, headers).end(body);
  writeProblem(problem, request.socket, language);
  request.socket.destroySoon();
}
