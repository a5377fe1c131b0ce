import { createRequire } from 'node:module';
import type { ExecutionContext } from '@nestjs/common';
import type { RouteAccess } from './route-access';
import { AuthException, type AuthProblemCode } from '../auth.errors';

/** Throws what the transport expects: for HTTP with the headers of RFC 6750, for sockets and messages as their filters expect. */
export function throwUnauthorized(
  context: ExecutionContext,
  code: AuthProblemCode,
  { scopes = [] }: Partial<Pick<RouteAccess, 'scopes'>> = {},
): never {
  if (context.getType() !== 'http') throw toTransportException(context, new AuthException(code));
  const response = context.switchToHttp().getResponse<Response>();
  const challenge = bearerChallenge(code, scopes);
  if (challenge) setHeader(response, 'www-authenticate', challenge);
  if (code === 'authorization_stale') setHeader(response, 'retry-after', '2');
  throw new AuthException(code);
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

/** @see RFC 6750 §3 */
function bearerChallenge(code: AuthProblemCode, scopes: readonly string[]): string | undefined {
  const realm = 'Bearer realm="collabsphere"';
  if (code === 'not_authenticated') return realm;
  if (code === 'invalid_token') return `${realm}, error="invalid_token"`;
  if (code === 'insufficient_scope') return `${realm}, error="insufficient_scope", scope="${scopes.join(' ')}"`;
  return undefined;
}

/** The exception class that Nest's filters of the transport handle. Both packages are optional peers. */
export function toTransportException(context: ExecutionContext, exception: AuthException): Error {
  const load = createRequire(__filename);
  const type = context.getType();
  if (type === 'ws') return new (load('@nestjs/websockets').WsException)(exception.getResponse());
  if (type === 'rpc') return new (load('@nestjs/microservices').RpcException)(exception.getResponse());
  return exception;
}
