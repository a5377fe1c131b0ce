import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** Refusals as `application/problem+json` (RFC 9457), which those of the guards are already. */
@Catch(HttpException)
export class ProblemFilter implements ExceptionFilter<HttpException> {
  catch(exception: HttpException, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw exception;
    const status = exception.getStatus();
    const body = exception.getResponse() as { code?: string; message?: string | string[] };
    const problem = body.code ? body : { title: exception.name, status, detail: [body.message].flat().join('; ') };
    host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(status)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem));
  }
}
