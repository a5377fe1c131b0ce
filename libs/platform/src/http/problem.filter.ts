import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { databaseFaultOf } from '../database/database-outage';
import { Metrics } from '../operations/metrics';
import { SOURCE_LANGUAGE } from '../i18n/catalogue';
import { languageOf, markLanguage } from '../i18n/request-language';
import { authProblemIn } from './auth-problem';
import { Problem, type ProblemBody, problemCatalogue, problems } from './problem';
import { logRefusal } from './refusal-log';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Members that a problem document has on this route besides our own, for clients of another standard. */
    problemMembers?: (problem: { code: string; status: number; detail: string }) => object;
  }
}

/** Fastify's own refusals, before a route is reached. */
const problemByFastifyCode: Record<string, () => Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: problems.body_too_large,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: problems.unsupported_media_type,
  FST_ERR_CTP_INVALID_JSON_BODY: problems.malformed_json,
  FST_ERR_CTP_EMPTY_JSON_BODY: problems.malformed_json,
  FST_REQ_FILE_TOO_LARGE: problems.body_too_large,
  FST_INVALID_MULTIPART_CONTENT_TYPE: problems.unsupported_media_type,
};

/** Turns every exception into one form of answer. An unexpected one is logged, and its cause is not disclosed. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  constructor(private readonly metrics: Metrics) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw thrown;
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    // The client went away while it sent its request: no answer is possible, and nothing is wrong here.
    if (request.raw.destroyed && !request.raw.complete) return;
    const problem = toProblem(thrown);
    const fault = databaseFaultOf(thrown);
    if (fault) this.metrics.observeDatabaseFault(fault);
    if (problem.getStatus() >= 500)
      this.logger.error({ request_id: request.id, code: codeOf(problem), err: problem.cause ?? thrown });
    logRefusal(problem, request);
    if (reply.sent) return;
    this.answer(problem, request, reply);
  }

  protected answer(problem: HttpException, request: FastifyRequest, reply: FastifyReply): void {
    sendProblem(problem, request, reply);
  }
}

/** The route may have said how long its answer may be cached: that was about a success. */
const NOT_CACHED = { 'cache-control': 'no-store' };

/** The document in a language, but for the `request_id`. */
export const problemIn = (language: string, problem: HttpException): ProblemBody =>
  problem instanceof Problem ? problem.bodyIn(language) : authProblemIn(language, problem);

export function sendProblem(problem: HttpException, request: FastifyRequest, reply: FastifyReply): void {
  // The guards say more of a token that does not hold; wrong credentials have nothing to add. See RFC 9110 §15.5.2.
  if (problem.getStatus() === 401 && !reply.hasHeader('www-authenticate'))
    reply.header(
      'www-authenticate',
      `Bearer realm="collabsphere"${codeOf(problem) === 'invalid_token' ? ', error="invalid_token"' : ''}`,
    );
  const language = languageOf(request);
  markLanguage(reply, language);
  reply
    .status(problem.getStatus())
    .headers({ ...NOT_CACHED, ...headersOf(problem) })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...bodyOf(problem, request, language), request_id: request.id }));
}

/** Exceptions of the auth library have headers too. */
function headersOf(problem: HttpException): Record<string, string> {
  return 'headers' in problem ? (problem.headers as Record<string, string>) : {};
}

function bodyOf(problem: HttpException, { routeOptions }: FastifyRequest, language: string): object {
  const body = problemIn(language, problem);
  // Members of other standards are for programs, and in English.
  return { ...body, ...routeOptions?.config?.problemMembers?.(problemIn(SOURCE_LANGUAGE, problem)) };
}

function toProblem(thrown: unknown): HttpException {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof HttpException) return codeOf(thrown) ? thrown : byStatus(thrown.getStatus(), thrown);
  if (databaseFaultOf(thrown) || isDiskFull(thrown)) return problems.service_unavailable({ cause: thrown });
  const { code, statusCode } = (thrown ?? {}) as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? problemByFastifyCode[code] : undefined;
  if (known) return known();
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return byStatus(statusCode, thrown);
  return problems.internal_error({ cause: thrown });
}

/** Or read-only, as a disk becomes that has faults. */
function isDiskFull(thrown: unknown): boolean {
  const { code, syscall } = (thrown ?? {}) as { code?: unknown; syscall?: unknown };
  return typeof syscall === 'string' && ['ENOSPC', 'EDQUOT', 'EROFS'].includes(String(code));
}

/** A refusal that names no code of ours (Nest's own, a library's) gets the general one of its status. */
function byStatus(status: number, cause: unknown): Problem {
  const general = Object.entries(problems).find(([code]) => problemCatalogue.get(code)?.status === status);
  if (general) return general[1]({ cause });
  return status < 500 ? problems.bad_request({ cause }) : problems.internal_error({ cause });
}

/** Problems of the auth library are plain Nest exceptions whose body has a code. */
function codeOf(exception: HttpException): string | undefined {
  const body = exception.getResponse();
  return typeof body === 'object' && 'code' in body && typeof body.code === 'string' ? body.code : undefined;
}
