import { type HttpException, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { FieldError } from './problem';

interface RefusalBody {
  code?: string;
  errors?: FieldError[];
}

const logger = new Logger('Refusals');

/** What an operator may set an alarm on. Other refusals are mistakes, and lines of the request log only. */
function eventOf(status: number, { code, errors = [] }: RefusalBody): string | undefined {
  // The regular answer to a right password of an account with a second factor.
  if (code === 'mfa_required') return undefined;
  if (status === 403) return 'access_denied';
  if (status === 429) return 'rate_limited';
  if (code === 'invalid_token') return 'token_refused';
  // A field that a call does not take, such as `role` at registration, may be an attempt at mass assignment.
  return errors.some((error) => error.code === 'unknown_field') ? 'unknown_field_sent' : undefined;
}

/** Logs a refusal as a security event: 403 and 429 as warnings, invalid tokens and unknown fields as information. */
export function logRefusal(problem: HttpException, request: FastifyRequest): void {
  const body = problem.getResponse() as RefusalBody;
  const event = eventOf(problem.getStatus(), body);
  if (!event) return;
  const line = {
    event,
    code: body.code,
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    user_id: (request as { user?: { userId?: string } }).user?.userId,
    ip: request.ip,
    request_id: request.id,
  };
  if (problem.getStatus() === 403 || problem.getStatus() === 429) logger.warn(line);
  else logger.log(line);
}
