import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who is at the other end of a request, as sessions and the audit log keep it. */
export interface RequestMetadata {
  ip: string;
  userAgent: string;
  requestId: string;
}

export function requestMetadataOf(request: FastifyRequest): RequestMetadata {
  return {
    ip: request.ip,
    // A header may hold control characters of Latin-1, which some terminals obey when they show a log.
    userAgent: String(request.headers['user-agent'] ?? '')
      .replaceAll(/\p{Cc}/gu, '')
      .slice(0, 512),
    requestId: String(request.id),
  };
}

/** `@ReqMetadata() metadata: RequestMetadata` */
export const ReqMetadata = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requestMetadataOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
