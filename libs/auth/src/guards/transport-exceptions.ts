import { createRequire } from 'node:module';
import type { ExecutionContext } from '@nestjs/common';
import type { AuthException } from '../auth.errors';

/** Throws what the transport expects: for HTTP with the exception's headers, for sockets and messages as their filters expect. */
export function throwRefusal(context: ExecutionContext, exception: AuthException): never {
  if (context.getType() !== 'http') throw toTransportException(context, exception);
  const response = context.switchToHttp().getResponse<Response>();
  for (const [name, value] of Object.entries(exception.headers)) setHeader(response, name, value);
  throw exception;
}

interface Response {
  header?(name: string, value: string): unknown;
  setHeader?(name: string, value: string): unknown;
}

/** Fastify's and Express' responses have `header`, Node's own has `setHeader`. */
function setHeader(response: Response, name: string, value: string): void {
  if (response.header) response.header(name, value);
  else response.setHeader?.(name, value);
}

/** The exception class that Nest's filters of the transport handle. Both packages are optional peers. */
export function toTransportException(context: ExecutionContext, exception: AuthException): Error {
  const load = createRequire(__filename);
  const type = context.getType();
  if (type === 'ws') return new (load('@nestjs/websockets').WsException)(exception.getResponse());
  if (type === 'rpc') return new (load('@nestjs/microservices').RpcException)(exception.getResponse());
  return exception;
}
