import type { ExecutionContext } from '@nestjs/common';
import { parseBearerToken } from '../tokens/bearer-token';
import type { Caller } from '../tokens/caller';

interface Socket {
  data: { caller?: Caller };
}

interface HttpRequest {
  user?: Caller;
  headers: { authorization?: string };
}

/** Messages of a microservice have no field for the caller. */
const messageCallers = new WeakMap<object, Caller>();

/** The caller that the guards identified: of an HTTP request, a gateway's message, or a microservice's message. */
export function getCaller(context: ExecutionContext): Caller | undefined {
  switch (context.getType()) {
    case 'http':
      return context.switchToHttp().getRequest<HttpRequest>().user;
    case 'ws':
      return context.switchToWs().getClient<Socket>().data?.caller;
    default:
      return messageCallers.get(messageOf(context));
  }
}

export function setCaller(context: ExecutionContext, caller: Caller | undefined): void {
  switch (context.getType()) {
    case 'http':
      context.switchToHttp().getRequest<HttpRequest>().user = caller;
      break;
    case 'ws':
      // A refused message does not change who is connected.
      if (caller) context.switchToWs().getClient<Socket>().data.caller = caller;
      break;
    default:
      if (caller) messageCallers.set(messageOf(context), caller);
  }
}

/**
 * The bearer token of a request or message. A microservice's message has it as `authorization: "Bearer …"` in its
 * data, or as a header if the transport has headers (NATS).
 * @see RFC 6750 §2.1
 */
export function getBearerToken(context: ExecutionContext): string | undefined {
  return parseBearerToken(context.getType() === 'http' ? httpAuthorization(context) : messageAuthorization(context));
}

const httpAuthorization = (context: ExecutionContext): unknown =>
  context.switchToHttp().getRequest<HttpRequest>().headers.authorization;

function messageAuthorization(context: ExecutionContext): unknown {
  const rpc = context.switchToRpc();
  const { authorization } = (rpc.getData() ?? {}) as { authorization?: unknown };
  if (authorization !== undefined) return authorization;
  const headers = rpc.getContext<{ getHeaders?: () => { get?: (name: string) => unknown } | undefined }>();
  return headers?.getHeaders?.()?.get?.('authorization');
}

/** Nest creates one context object for each message. */
function messageOf(context: ExecutionContext): object {
  return context.switchToRpc().getContext<object>();
}
