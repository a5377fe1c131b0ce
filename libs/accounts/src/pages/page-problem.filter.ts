import { languageOf, markLanguage, Metrics, ProblemFilter, problemIn } from '#platform';
import { Catch, type HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageHeaders } from './page-headers';
import { PageRenderer } from './page-renderer';

/** People who open a link see a page where it is refused too: too many attempts, the database is away. */
@Catch()
@Injectable()
export class PageProblemFilter extends ProblemFilter {
  constructor(
    metrics: Metrics,
    private readonly pages: PageRenderer,
  ) {
    super(metrics);
  }

  protected override answer(problem: HttpException, request: FastifyRequest, reply: FastifyReply): void {
    // Where there are no pages, it is a call like any other.
    if (problem.getStatus() === 404) return super.answer(problem, request, reply);
    const language = languageOf(request);
    const { title, detail } = problemIn(language, problem);
    markLanguage(reply, language);
    void reply
      .status(problem.getStatus())
      .headers({ ...('headers' in problem ? (problem.headers as object) : {}), ...pageHeaders })
      .send(this.pages.outcome(language, { title, text: detail, ok: false }));
  }
}
