import cluster from 'node:cluster';
import { randomBytes } from 'node:crypto';
import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as startRequest,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Server } from 'socket.io';
import { UpgradeAwareRequest, UpgradeAwareResponse } from '../upgrade-requests';

/** Names the folder of the workers' sockets; the primary process makes it, for this user alone. */
export const SOCKETS_DIR = 'CLUSTER_SOCKETS_DIR';

/** They are about one connection, and the next one has its own. See RFC 9110 §7.6.1. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'upgrade']);
/** How long a connection between workers may be idle; milliseconds. */
const IDLE_MS = 30_000;

/**
 * To the other workers. A connection for one request would be closed with its answer: where the answer came before the
 * end of the request was written, the write failed, and the answer was lost. Idle ones end before the owner ends them.
 */
const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });

interface EngineRequest extends UpgradeAwareRequest {
  _query: Record<string, string | undefined>;
}

type Engine = Server['engine'];

/**
 * Polling is many requests of one Engine.IO session, and whichever worker gets one hands it to the worker that has the
 * session: the session's id begins with the worker's. So does the WebSocket that follows. Clients need no sticky sessions.
 */
export function shareSocketSessions({ engine }: Server, http: HttpServer): void {
  const own = String(cluster.worker!.id);
  engine.generateId = () => `${own}.${randomBytes(15).toString('base64url')}`;
  const inbox = createInbox(engine);
  inbox.listen({ path: pathOf(own), exclusive: true });
  http.once('close', () => inbox.close());
  engine.use((request: EngineRequest, response: ServerResponse, next: () => void) => {
    const owner = /^(\d+)\./.exec(request._query.sid ?? '')?.[1];
    // Where the owner has ended, the session is unknown, and Engine.IO says so.
    if (!owner || owner === own) next();
    else if (request.upgrade) handOverUpgrade(request, pathOf(owner), next);
    else handOverRequest(request, response, pathOf(owner), next);
  });
}

/**
 * What the other workers hand over comes without the client's address, so no other request is answered here: limits of
 * attempts go by it.
 */
function createInbox(engine: Engine): HttpServer {
  const inbox = createServer({
    IncomingMessage: UpgradeAwareRequest,
    ServerResponse: UpgradeAwareResponse,
    // Longer than the agent keeps it, so that no request meets its end.
    keepAliveTimeout: 2 * IDLE_MS,
  });
  inbox.on('request', (request, response) => engine.handleRequest(request as never, response));
  inbox.on('upgrade', (request, socket, head) => engine.handleUpgrade(request as never, socket as Socket, head));
  return inbox;
}

const pathOf = (worker: string) => join(process.env[SOCKETS_DIR]!, `${worker}.sock`);

function handOverRequest(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  otherwise: () => void,
): void {
  const { method, url } = request;
  // With its `Transfer-Encoding`: the body of a GET would be written without an end, and be read as the next request.
  const forwarded = startRequest({ socketPath: path, path: url, method, headers: endToEnd(request), agent });
  forwarded.on('response', (answer) => {
    const { 'transfer-encoding': _, ...headers } = endToEnd(answer);
    response.writeHead(answer.statusCode!, headers);
    answer.pipe(response);
  });
  forwarded.on('error', () => (response.headersSent ? response.destroy() : otherwise()));
  response.on('close', () => forwarded.destroy());
  request.pipe(forwarded);
}

const endToEnd = ({ headers }: IncomingMessage): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));

function handOverUpgrade(request: IncomingMessage, path: string, otherwise: () => void): void {
  const client: Socket = request.socket;
  const owner = connect(path);
  owner.once('error', otherwise);
  owner.once('connect', () => {
    owner.off('error', otherwise).on('error', () => client.destroy());
    client.on('error', () => owner.destroy()).on('close', () => owner.destroy());
    owner.write(headOf(request));
    owner.pipe(client).pipe(owner);
  });
}

/** The request as it came. */
function headOf({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let n = 0; n < rawHeaders.length; n += 2) lines.push(`${rawHeaders[n]}: ${rawHeaders[n + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
