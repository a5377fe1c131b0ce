import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { SOURCE_LANGUAGE } from '../i18n/catalogue';
import { type Problem, problems } from './problem';
import { securityHeaders } from './security-headers';

const problemByNodeCode: Record<string, (typeof problems)[keyof typeof problems]> = {
  HPE_HEADER_OVERFLOW: problems.headers_too_large,
  ERR_HTTP_REQUEST_TIMEOUT: problems.request_timeout,
};

/** Answers what Node could not read as HTTP, or not in time, so that no route, hook or filter ever sees it. */
export function handleClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable && !isResponseStarted(socket as HttpSocket))
    writeProblem((problemByNodeCode[error.code ?? ''] ?? problems.bad_request)(), socket);
  socket.destroySoon();
}

/** The answer to a request that never reaches Fastify. */
export function renderProblem(
  problem: Problem,
  language = SOURCE_LANGUAGE,
): { status: number; headers: Record<string, string>; body: string } {
  const [status, id] = [problem.getStatus(), randomUUID()];
  const body = JSON.stringify({ ...problem.bodyIn(language), request_id: id });
  const headers = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Language': language,
    'Content-Length': String(Buffer.byteLength(body)),
    ...securityHeaders,
    'X-Request-Id': id,
    Connection: 'close',
    ...problem.headers,
  };
  return { status, headers, body };
}

/** Answers `Expect` with anything but `100-continue`, where Node alone would answer without a body. @see RFC 9110 §10.1.1 */
export function answerExpectation(request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = renderProblem(problems.expectation_failed());
  response.writeHead(status, headers).end(body);
  request.resume();
}

/** Where there is nothing but the connection to write to. */
export function writeProblem(problem: Problem, socket: Duplex, language?: string): void {
  const { status, headers, body } = renderProblem(problem, language);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
}

interface HttpSocket extends Socket {
  /** The answer that is being written. */
  _httpMessage?: ServerResponse | null;
  /** `incoming`: the request that is being read, from the end of its headers on. */
  parser?: { incoming?: IncomingMessage | null } | null;
}

/**
 * Another answer in the middle of one would be read as a part of it, and one after it as that to the next request. Node
 * itself looks at these before it answers, though it documents them nowhere.
 */
function isResponseStarted({ _httpMessage, parser }: HttpSocket): boolean {
  return _httpMessage ? _httpMessage.headersSent : parser?.incoming?.complete === false;
}
