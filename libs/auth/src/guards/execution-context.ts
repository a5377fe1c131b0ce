import type { ExecutionContext } from '@nestjs/common';
import type { Caller } from '../tokens/caller';

/** What carries the token, and afterwards the caller, in a context. */
interface Carrier {
  user?: Caller;
}

/** What of a Socket.IO socket matters to a guard. */
interface Socket {
  data: { caller?: Caller };
}

interface HttpRequest extends Carrier {
  headers: { authorization?: string };
}

/** Messages of a microservice have no place for it, so it is remembered beside them. */
const messageCallers = new WeakMap<object, Caller>();

/** Who the guards found to be calling: of an HTTP request, a gateway's message, or a microservice's message. */
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
      // Whoever is refused a message is still on that socket.
      if (caller) context.switchToWs().getClient<Socket>().data.caller = caller;
      break;
    default:
      if (caller) messageCallers.set(messageOf(context), caller);
  }
}

/**
 * The bearer token of a request or message. A microservice's message has it as `authorization: "Bearer …"` among its
 * data, or as a header where the transport has headers (NATS).
 * @see RFC 6750 §2.1
 */
export function getBearerToken(context: ExecutionContext): string | undefined {
  const credentials = context.getType() === 'http' ? httpAuthorization(context) : messageAuthorization(context);
  return typeof credentials === 'string' ? /^Bearer +(\S+)$/i.exec(credentials)?.[1] : undefined;
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

/** Nest makes a context for each message. */
function messageOf(context: ExecutionContext): object {
  return context.switchToRpc().getContext<object>();
}
