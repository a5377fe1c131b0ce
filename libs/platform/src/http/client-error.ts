import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problems } from './problem';

const byNodeCode: Record<string, (typeof problems)[keyof typeof problems]> = {
  HPE_HEADER_OVERFLOW: problems.headers_too_large,
  ERR_HTTP_REQUEST_TIMEOUT: problems.request_timeout,
};

/** Answers what Node could not read as HTTP, so that no route, hook or filter ever sees it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const problem = (byNodeCode[error.code ?? ''] ?? problems.bad_request)();
    const [status, id] = [problem.getStatus(), randomUUID()];
    const body = JSON.stringify({ ...(problem.getResponse() as object), request_id: id });
    socket.write(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'Content-Type: application/problem+json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Cache-Control: no-store',
        `X-Request-Id: ${id}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  }
  socket.destroySoon();
}
